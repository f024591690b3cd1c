package io.keycloakpbx.extension;

import java.util.List;

/**
 * A part of what a search finds.
 *
 * @param extensions by number
 * @param total how many the search finds in all
 */
public record FoundExtensions(List<Extension> extensions, long total) {}
