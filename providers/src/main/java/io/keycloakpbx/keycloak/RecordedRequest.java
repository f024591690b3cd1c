package io.keycloakpbx.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.entity.ContentType;
import org.apache.http.util.EntityUtils;

/**
 * A request that is to be sent later.
 *
 * @param method its method
 * @param uri where it goes
 * @param headers its headers, but for those of the body
 * @param contentType what the body is, or null
 * @param body the body, or null
 */
record RecordedRequest(String method, String uri, Map<String, String> headers, String contentType, byte[] body) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int MAX_DESTINATION = 255;

    static RecordedRequest of(HttpUriRequest request) throws IOException {
        HttpEntity entity = request instanceof HttpEntityEnclosingRequest enclosing ? enclosing.getEntity() : null;
        return new RecordedRequest(
                request.getMethod(),
                request.getURI().toString(),
                Arrays.stream(request.getAllHeaders())
                        .collect(Collectors.toMap(
                                Header::getName,
                                header -> header.getValue() == null ? "" : header.getValue(),
                                (one, other) -> one + "," + other,
                                HashMap::new)),
                entity == null || entity.getContentType() == null
                        ? null
                        : entity.getContentType().getValue(),
                entity == null ? null : EntityUtils.toByteArray(entity));
    }

    static RecordedRequest ofText(String uri, String text) {
        return new RecordedRequest(
                "POST",
                uri,
                Map.of(),
                ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8).toString(),
                text.getBytes(StandardCharsets.UTF_8));
    }

    static RecordedRequest fromJson(String json) {
        try {
            return JSON.readValue(json, RecordedRequest.class);
        } catch (JsonProcessingException e) {
            // Without the cause, which quotes the text.
            throw new IllegalStateException("the message is no recorded request");
        }
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Scheme, host and port: where other requests would wait as well. */
    String destination() {
        URI to = URI.create(uri);
        String place = to.getScheme() + "://" + to.getAuthority();
        return place.length() > MAX_DESTINATION ? place.substring(0, MAX_DESTINATION) : place;
    }

    RecordedRequest withBody(byte[] other) {
        return new RecordedRequest(method, uri, headers, contentType, other);
    }

    /** Without what it carries. */
    @Override
    public String toString() {
        return "RecordedRequest[" + method + "]";
    }
}
