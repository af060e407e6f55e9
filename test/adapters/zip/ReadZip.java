import java.io.FileInputStream;
import java.util.HexFormat;
import java.security.MessageDigest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads a zip as a stream, as a printer may, and names each entry with the hash of its bytes. */
class ReadZip {
    public static void main(String[] arguments) throws Exception {
        try (ZipInputStream zip = new ZipInputStream(new FileInputStream(arguments[0]))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(zip.readAllBytes());
                System.out.println(entry.getName() + " " + HexFormat.of().formatHex(hash));
            }
        }
    }
}
