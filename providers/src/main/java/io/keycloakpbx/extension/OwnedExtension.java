package io.keycloakpbx.extension;

/**
 * An extension as its managing user sees it.
 *
 * @param extension the extension
 * @param serverName the name of its server
 * @param isDefault whether it is the user's default extension
 */
public record OwnedExtension(Extension extension, String serverName, boolean isDefault) {

    /** What is dialled. */
    public String number() {
        return extension.settings().extension();
    }
}
