package io.keycloakpbx.securitykey;

import com.google.zxing.WriterException;
import io.keycloakpbx.keycloak.ReliesOn;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.keycloak.utils.QRCodeUtils;

/** The URL of a key's action as a picture that a phone reads. */
@ReliesOn("org.keycloak.utils.QRCodeUtils: draws the QR codes of authenticator apps")
final class SecurityKeyQrCode {

    private static final int PIXELS = 800;

    private SecurityKeyQrCode() {}

    /** A PNG of 800 × 800 pixels. */
    static byte[] png(String url) {
        try {
            return QRCodeUtils.encodeAsQRBytes(url, PIXELS, PIXELS);
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
