# The image of API, worker and command line, and with `--target printer` the simulated printer. Tags are exact; for production pin
# the base by its digest as well: docker buildx imagetools inspect node:22.23.3-bookworm-slim

FROM node:22.23.3-bookworm-slim AS manifest
WORKDIR /build
COPY package.json package-lock.json ./

# Nothing that comes from a registry runs at install time: what is needed of it is built already.
FROM manifest AS build
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json tsconfig.printer.json ./
COPY src src
COPY dev/printer dev/printer
RUN npm run build && npx tsc -p tsconfig.printer.json

FROM manifest AS dependencies
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# Temporal's client reads the system's certificates. A shell stays: the limits of the processes that read PDFs are set by one.
FROM node:22.23.3-bookworm-slim AS base
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/* /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
    /opt/yarn* /usr/local/bin/yarn*
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /build/node_modules node_modules

FROM base AS printer
RUN apt-get update \
  && apt-get install -y --no-install-recommends openssh-sftp-server \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o 1000 -g 1000 /data
COPY --from=build /build/dist-printer printer
USER 1000:1000
EXPOSE 2222 6022
CMD ["node", "printer/main.js", "{\"root\":\"/data\",\"sftpServerProgram\":\"/usr/lib/openssh/sftp-server\",\"keys\":\"/run/secrets\",\"host\":\"0.0.0.0\",\"port\":2222,\"controlPort\":6022}"]

FROM base AS postroom
# A volume mounted here takes over its owner.
RUN install -d -o 1000 -g 1000 /calendar
COPY --from=build /build/dist dist
USER 1000:1000
EXPOSE 6011 9464 9465
CMD ["node", "dist/api/server.js"]
