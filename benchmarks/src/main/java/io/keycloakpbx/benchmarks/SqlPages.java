package io.keycloakpbx.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * What is left of an answer where SQL is written by hand for it: statements that are prepared once for each thread, and their
 * rows as JSON, by HTTP. It ends with the process.
 */
final class SqlPages {

    /** As many as there are clients at most. */
    private static final int THREADS = 8;

    private static final JsonFactory JSON = new JsonFactory();

    private SqlPages() {}

    /**
     * Answers with the rows of some statements.
     *
     * @return where
     */
    static URI serve(Site site, List<String> statements) {
        // Else an answer waits until the client has acknowledged its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newFixedThreadPool(THREADS, work -> {
                Thread thread = new Thread(work, "SQL by hand");
                thread.setDaemon(true);
                return thread;
            }));
            ThreadLocal<List<PreparedStatement>> prepared =
                    ThreadLocal.withInitial(() -> prepare(site.database().jdbcUrl(), statements));
            server.createContext("/", exchange -> answer(exchange, prepared.get()));
            server.start();
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<PreparedStatement> prepare(String url, List<String> statements) {
        try {
            Connection connection = DriverManager.getConnection(url);
            List<PreparedStatement> prepared = new ArrayList<>();
            for (String statement : statements) {
                prepared.add(connection.prepareStatement(statement));
            }
            return prepared;
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be asked: " + e.getMessage(), e);
        }
    }

    private static void answer(HttpExchange exchange, List<PreparedStatement> statements) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int status = 200;
        try (JsonGenerator json = JSON.createGenerator(body)) {
            for (PreparedStatement statement : statements) {
                write(statement, json);
            }
        } catch (SQLException e) {
            status = 500;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.size());
        body.writeTo(exchange.getResponseBody());
        exchange.close();
    }

    private static void write(PreparedStatement statement, JsonGenerator json) throws SQLException, IOException {
        try (ResultSet rows = statement.executeQuery()) {
            ResultSetMetaData columns = rows.getMetaData();
            json.writeStartArray();
            while (rows.next()) {
                json.writeStartObject();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    json.writeStringField(columns.getColumnLabel(i), rows.getString(i));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}
