module postroom/tools/sftp-server

go 1.25.0

tool github.com/pkg/sftp/server_standalone

require (
	github.com/kr/fs v0.1.0 // indirect
	github.com/pkg/sftp v1.13.12 // indirect
	golang.org/x/crypto v0.54.0 // indirect
	golang.org/x/sys v0.47.0 // indirect
)
