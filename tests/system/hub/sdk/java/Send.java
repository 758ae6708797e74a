// java -cp JARS Send.java HUB CA STORE PASSWORD OIN: hands in with the official Java SDK as send.mjs does with that of Node,
// and says what the hub answered, as JSON. STORE is PKCS#12 with own key and certificate.

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

public class Send {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static HttpClient client;
    private static URI events;

    public static void main(String[] given) throws Exception {
        events = URI.create(given[0] + "/v1/events");
        client = HttpClient.newBuilder().sslContext(context(given[1], given[2], given[3].toCharArray())).build();
        String oin = given[4];
        ObjectNode said = JSON.createObjectNode();
        said.set("structured", structured(event(oin, "java-structured", "werkproces")));
        said.set("binary", binary(event(oin, "java-binary", "werkproces")));
        said.set("again", structured(event(oin, "java-binary", "werkproces")));
        said.set("batch", batch(event(oin, "java-1", "overig"), event(oin, "java-2", "overig")));
        said.set("mixed", batch(event(oin, "java-1", "overig"), event(oin, "java-3", "bestaat niet")));
        said.set("empty", batch());
        System.out.println(said);
    }

    private static SSLContext context(String ca, String own, char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(Files.newInputStream(Path.of(own)), password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        var pem = CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(Path.of(ca)));
        roots.setCertificateEntry("ca", pem);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext result = SSLContext.getInstance("TLS");
        result.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return result;
    }

    private static CloudEvent event(String oin, String id, String category) throws IOException {
        ObjectNode data = JSON.createObjectNode();
        data.put("kenmerk", id).put("categorie", category).put("omschrijving", "Gestuurd met de SDK.");
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("urn:nld:oin:" + oin + ":systeem:sdk"))
                .withType("nl.multiproblematiek.signaal.v1")
                .withSubject("een onderwerp")
                .withExtension("eigenuitbreiding", "blijft bewaard")
                .withData("application/json", JSON.writeValueAsBytes(data))
                .build();
    }

    private static ObjectNode structured(CloudEvent event) throws Exception {
        return post(writer -> writer.writeStructured(event, JsonFormat.CONTENT_TYPE));
    }

    private static ObjectNode binary(CloudEvent event) throws Exception {
        return post(writer -> writer.writeBinary(event));
    }

    // The SDK writes the events; it has no batch of its own.
    private static ObjectNode batch(CloudEvent... several) throws Exception {
        var format = EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE);
        List<String> written =
                List.of(several).stream().map(one -> new String(format.serialize(one), StandardCharsets.UTF_8)).toList();
        return answer(HttpRequest.newBuilder(events)
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(HttpRequest.BodyPublishers.ofString("[" + String.join(",", written) + "]"))
                .build());
    }

    private static ObjectNode post(Consumer<MessageWriter<?, ?>> write) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(events);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        write.accept(HttpMessageFactory.createWriter(request::header, bytes -> {
            if (bytes != null) {
                body.writeBytes(bytes);
            }
        }));
        return answer(request.POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())).build());
    }

    private static ObjectNode answer(HttpRequest request) throws Exception {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        return JSON.createObjectNode().put("status", answer.statusCode()).put("body", answer.body());
    }
}
