package io.keycloakpbx.securitydata;

/** A question that users can be asked for. */
public record SecurityQuestion(int id, String question) {}
