import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * A back end of a PBX: {@code GET /me} tells whose access token it was sent. It takes tokens of the tenants that it is told
 * of, and of no others.
 */
public final class BackEnd {

    /** The clients whose tokens it takes. */
    private static final Set<String> CLIENTS = Set.of("pbx-app", "pbx-rest");

    private static final String ISSUER = "http://openid.net/specs/connect/1.0/issuer";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** The SIP domain of each tenant, by the issuer of its tokens. */
    private final Map<String, String> sipDomains;

    private BackEnd(Map<String, Tenant> tenants, String audience, int clockSkewSeconds) {
        Map<String, JWSVerificationKeySelector<SecurityContext>> keys = new HashMap<>();
        this.sipDomains = new HashMap<>();
        tenants.forEach((issuer, tenant) -> {
            // One algorithm: a token does not choose how it is verified.
            keys.put(issuer, new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, tenant.keys()));
            sipDomains.put(issuer, tenant.sipDomain());
        });
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt")));
        // Whose keys to take is decided by the issuer, before the signature is verified: by one that is on the list.
        processor.setJWTClaimsSetAwareJWSKeySelector((header, claims, context) -> {
            JWSVerificationKeySelector<SecurityContext> selector = keys.get(String.valueOf(claims.getIssuer()));
            return selector == null ? List.of() : selector.selectJWSKeys(header, context);
        });
        DefaultJWTClaimsVerifier<SecurityContext> verifier = new DefaultJWTClaimsVerifier<>(
                audience,
                // An access token; ID tokens and logout tokens are of other types.
                new JWTClaimsSet.Builder().claim("typ", "Bearer").build(),
                Set.of("iss", "sub", "exp", "iat", "azp")) {
            @Override
            public void verify(JWTClaimsSet claims, SecurityContext context) throws BadJWTException {
                super.verify(claims, context);
                if (!CLIENTS.contains(String.valueOf(claims.getClaim("azp")))) {
                    throw new BadJWTException("The token is for another client");
                }
            }
        };
        verifier.setMaxClockSkew(clockSkewSeconds);
        processor.setJWTClaimsSetVerifier(verifier);
    }

    /** A tenant, and where the keys of its tokens come from. */
    private record Tenant(String sipDomain, JWKSource<SecurityContext> keys) {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ParseException {
        if (arguments.length < 2) {
            System.err.println("Usage: BackEnd SERVER SIP_DOMAIN...");
            System.exit(2);
        }
        Map<String, Tenant> tenants = new LinkedHashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            String issuer = issuer(arguments[0], arguments[i]);
            tenants.put(issuer, new Tenant(arguments[i], keys(issuer)));
            System.out.println("Takes tokens of " + arguments[i] + ", issuer " + issuer);
        }
        Map<String, String> environment = System.getenv();
        BackEnd backEnd = new BackEnd(
                tenants,
                environment.get("AUDIENCE"),
                Integer.parseInt(environment.getOrDefault("CLOCK_SKEW_SECONDS", "30")));
        int port = Integer.parseInt(environment.getOrDefault("PORT", "3001"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/me", backEnd::me);
        server.start();
        System.out.println("Listening on http://localhost:" + server.getAddress().getPort() + "/me");
    }

    /** Who issues the tokens of a SIP domain: a tenant of the server that we know, whatever the answer says. */
    private static String issuer(String server, String sipDomain)
            throws IOException, InterruptedException, ParseException {
        String resource = URLEncoder.encode("https://" + sipDomain, StandardCharsets.UTF_8);
        Map<String, Object> found = get(server + "/realms/master/.well-known/webfinger?resource=" + resource);
        for (Map<String, Object> link : JSONObjectUtils.getJSONObjectArray(found, "links")) {
            if (ISSUER.equals(link.get("rel")) && String.valueOf(link.get("href")).startsWith(server + "/realms/")) {
                return (String) link.get("href");
            }
        }
        throw new IOException(server + " has no tenant " + sipDomain);
    }

    /**
     * The keys of an issuer. They are kept for five minutes; a key that is not among them is asked for at once, but not more
     * often than the library's limit: so a rotation is noticed, and nobody makes us flood the server with made-up keys.
     */
    private static JWKSource<SecurityContext> keys(String issuer)
            throws IOException, InterruptedException, ParseException {
        Map<String, Object> configuration = get(issuer + "/.well-known/openid-configuration");
        if (!issuer.equals(configuration.get("issuer"))) {
            throw new IOException(issuer + " calls itself " + configuration.get("issuer"));
        }
        return JWKSourceBuilder.create(
                        URI.create((String) configuration.get("jwks_uri")).toURL())
                .retrying(true)
                .build();
    }

    private static Map<String, Object> get(String address) throws IOException, InterruptedException, ParseException {
        HttpResponse<String> response = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(address)).timeout(TIMEOUT).build(),
                        HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(address + " answers " + response.statusCode());
        }
        return JSONObjectUtils.parse(response.body());
    }

    private void me(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            answer(exchange, 401, "Bearer", Map.of("error", "unauthorized"));
            return;
        }
        try {
            JWTClaimsSet claims = processor.process(authorization.substring(7).strip(), null);
            Map<String, Object> me = new LinkedHashMap<>();
            // The issuer says which tenant it is. User 101 of another one is somebody else.
            me.put("sipDomain", sipDomains.get(claims.getIssuer()));
            me.put("user", claims.getSubject());
            me.put("extension", claims.getClaim("extension"));
            me.put("role", claims.getClaim("pbx_role"));
            me.put("client", claims.getClaim("azp"));
            answer(exchange, 200, null, me);
        } catch (KeySourceException e) {
            System.err.println("The keys cannot be read: " + e.getMessage());
            answer(exchange, 503, null, Map.of("error", "temporarily_unavailable"));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            // The reason is for the log. The token is not: whoever reads the log could use it.
            System.err.println("Refused a token: " + e.getMessage());
            answer(exchange, 401, "Bearer error=\"invalid_token\"", Map.of("error", "invalid_token"));
        }
    }

    private static void answer(HttpExchange exchange, int status, String challenge, Map<String, ?> body)
            throws IOException {
        byte[] bytes = JSONObjectUtils.toJSONString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (challenge != null) {
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
