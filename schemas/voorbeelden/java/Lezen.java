import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import pmm.v1.Content.CanonicalMessage;
import pmm.v1.EnvelopeOuterClass.CanonicalPart;
import pmm.v1.EnvelopeOuterClass.Destination;
import pmm.v1.EnvelopeOuterClass.Envelope;
import pmm.v1.EnvelopeOuterClass.Proof;

/**
 * Reads aanmeldingen from a topic of the hub: verifies each receipt, asks the hub for the message's key, and unseals it.
 * Needs nothing of the hub but schemas/ and the reader's own key material. Prints one JSON object per message.
 *
 * <p>Settings come as name=value: brokers, kafka (folder with ca.pem, ROL.pem, ROL.key), rol, topic, omgeving, hub, ca,
 * certificaat, sleutel, zegel; they are those of lezen.py.
 */
public final class Lezen {
    /** Not what the hub accepted: a security event. Do not act on it, do not skip it in silence: report it. */
    static final class Unproven extends Exception {
        Unproven(String why) {
            super(why);
        }
    }

    private final Map<String, String> given;
    private final Map<ByteString, PublicKey> seals = new HashMap<>();
    private final HttpClient hub;

    private Lezen(Map<String, String> given) throws Exception {
        this.given = given;
        for (Certificate seal : certificates(given.get("zegel"))) {
            seals.put(ByteString.copyFrom(sha256(seal.getEncoded())), seal.getPublicKey());
        }
        hub = HttpClient.newBuilder().sslContext(tls()).build();
    }

    private static Collection<? extends Certificate> certificates(String path) throws Exception {
        try (InputStream file = new FileInputStream(path)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(file);
        }
    }

    private SSLContext tls() throws Exception {
        String pem = Files.readString(Path.of(given.get("sleutel")));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("rol", key, new char[0], certificates(given.get("certificaat")).toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        for (Certificate root : certificates(given.get("ca"))) {
            roots.setCertificateEntry(((X509Certificate) root).getSubjectX500Principal().getName(), root);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static byte[] sha256(byte[]... pieces) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] piece : pieces) {
            digest.update(piece);
        }
        return digest.digest();
    }

    private static byte[] fromBase64url(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static JsonObject json(byte[] text) {
        return JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static String text(JsonObject from, String name) {
        return from.has(name) ? from.get(name).getAsString() : "";
    }

    private static String uuid(ByteString value) {
        if (value.isEmpty()) {
            return "";
        }
        ByteBuffer bytes = value.asReadOnlyByteBuffer();
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }

    /** A head is signed once per commit: a reader of many messages remembers it. */
    private JsonObject verifiedHead(String jws) throws Exception {
        String[] pieces = jws.split("\\.");
        JsonObject named = json(fromBase64url(pieces[0]));
        PublicKey key = seals.get(ByteString.copyFrom(fromBase64url(text(named, "x5t#S256"))));
        if (!text(named, "alg").equals("ES256") || key == null) {
            throw new Unproven("signed by no seal that we know");
        }
        Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
        check.initVerify(key);
        check.update((pieces[0] + "." + pieces[1]).getBytes(StandardCharsets.US_ASCII));
        if (!check.verify(fromBase64url(pieces[2]))) {
            throw new Unproven("the head's signature is not right");
        }
        return json(fromBase64url(pieces[1]));
    }

    /** RFC 9162 section 2.1.3.2: from the leaf upward; the last of a level without a partner rises as it is. */
    private static byte[] rootOf(Proof proof) throws Exception {
        byte[] path = proof.getPath().toByteArray();
        byte[] node = sha256(new byte[] {0}, proof.getLeaf().toByteArray());
        int at = 0;
        int index = proof.getIndex();
        for (int last = proof.getLeaves() - 1; last > 0; last /= 2, index /= 2) {
            if (index % 2 == 0 && index >= last) {
                continue;
            }
            if (at + 32 > path.length) {
                throw new Unproven("the path does not fit the place");
            }
            byte[] sibling = Arrays.copyOfRange(path, at, at + 32);
            at += 32;
            node = index % 2 == 1 ? sha256(new byte[] {1}, sibling, node) : sha256(new byte[] {1}, node, sibling);
        }
        if (index != 0 || at != path.length) {
            throw new Unproven("the path does not fit the place");
        }
        return node;
    }

    private static boolean sameDestinations(JsonArray signed, List<Destination> said) {
        if (signed.size() != said.size()) {
            return false;
        }
        for (int i = 0; i < said.size(); ++i) {
            JsonObject one = signed.get(i).getAsJsonObject();
            if (!text(one, "naar").equals(said.get(i).getName())
                    || one.get("volgnummer").getAsLong() != said.get(i).getSequence()) {
                return false;
            }
        }
        return true;
    }

    /** That the envelope says what the hub signed and nothing else. */
    private void verify(Envelope envelope) throws Exception {
        JsonObject leaf = json(envelope.getProof().getLeaf().toByteArray());
        JsonObject head = verifiedHead(envelope.getHead().toStringUtf8());
        if (!envelope.getEnvironment().equals(given.get("omgeving"))
                || !text(leaf, "omgeving").equals(envelope.getEnvironment())
                || !text(leaf, "inzending").equals(uuid(envelope.getMessageId()))
                || !text(leaf, "casusId").equals(uuid(envelope.getCasusId()))
                || !text(leaf, "type").equals(envelope.getType())
                || !text(leaf, "eigenaar").equals(envelope.getOwnerOin())
                || !text(leaf, "certificaat").equals(envelope.getCertificateOin())
                || !sameDestinations(leaf.getAsJsonArray("bestemmingen"), envelope.getDestinationsList())) {
            throw new Unproven("the envelope differs from its leaf, or is of another environment");
        }
        if (!text(head, "omgeving").equals(text(leaf, "omgeving"))
                || !text(head, "logId").equals(text(leaf, "logId"))
                || head.get("bladen").getAsInt() != envelope.getProof().getLeaves()) {
            throw new Unproven("the head is of another log or commit");
        }
        if (!Arrays.equals(rootOf(envelope.getProof()), fromBase64url(text(head, "wortel")))) {
            throw new Unproven("the leaf is not in the tree that the head signs");
        }
    }

    /** The envelope of a value, when all of it holds; whatever else stands on a topic was not written by the hub. */
    private Envelope proven(byte[] value) throws Exception {
        try {
            Envelope envelope = Envelope.parseFrom(value);
            verify(envelope);
            return envelope;
        } catch (InvalidProtocolBufferException | RuntimeException malformed) {
            throw new Unproven("it is no envelope as the hub makes them");
        }
    }

    /** The message's key, which opens this message alone. The release is in the hub's log before the answer comes. */
    private byte[] releaseKey(byte[] value) throws Exception {
        HttpRequest asked = HttpRequest.newBuilder(URI.create(given.get("hub") + "/v1/sleutels/_vrijgeven"))
                .header("Content-Type", "application/protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(value))
                .build();
        HttpResponse<byte[]> answer = hub.send(asked, HttpResponse.BodyHandlers.ofByteArray());
        JsonObject body = json(answer.body());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("no key: " + text(body, "code"));
        }
        return fromBase64url(text(body, "sleutel"));
    }

    /** What the seal is bound to: each field with its length (four bytes, big-endian) before it. */
    private static byte[] additionalData(Envelope envelope) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] field : List.of(
                envelope.getEnvironmentBytes().toByteArray(),
                envelope.getMessageId().toByteArray(),
                envelope.getCasusId().toByteArray(),
                "canoniek".getBytes(StandardCharsets.US_ASCII),
                envelope.getOwnerOinBytes().toByteArray(),
                envelope.getTypeBytes().toByteArray(),
                ByteBuffer.allocate(4).putInt(envelope.getCanonical().getKeyVersion()).array())) {
            all.write(ByteBuffer.allocate(4).putInt(field.length).array());
            all.write(field);
        }
        return all.toByteArray();
    }

    /** The content, when it is what the leaf committed to. */
    private static CanonicalMessage unseal(Envelope envelope, byte[] key) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        GCMParameterSpec iv = new GCMParameterSpec(128, envelope.getCanonical().getIv().toByteArray());
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), iv);
        cipher.updateAAD(additionalData(envelope));
        CanonicalPart part;
        try {
            part = CanonicalPart.parseFrom(cipher.doFinal(envelope.getCanonical().getCiphertext().toByteArray()));
        } catch (AEADBadTagException notOurs) {
            throw new Unproven("the seal is not of this content in this envelope");
        }
        JsonObject leaf = json(envelope.getProof().getLeaf().toByteArray());
        Mac commitment = Mac.getInstance("HmacSHA256");
        commitment.init(new SecretKeySpec(part.getSalt().toByteArray(), "HmacSHA256"));
        commitment.update("canoniek\0".getBytes(StandardCharsets.US_ASCII));
        if (!MessageDigest.isEqual(
                commitment.doFinal(part.getMessage().toByteArray()), fromBase64url(text(leaf, "canoniek")))) {
            throw new Unproven("the content is not what the leaf committed to");
        }
        return CanonicalMessage.parseFrom(part.getMessage());
    }

    private void print(ConsumerRecord<String, byte[]> record) throws Exception {
        Envelope envelope = proven(record.value());
        JsonObject leaf = json(envelope.getProof().getLeaf().toByteArray());
        CanonicalMessage content = unseal(envelope, releaseKey(record.value()));
        JsonObject line = new JsonObject();
        line.addProperty("sleutel", record.key());
        line.addProperty("inzending", text(leaf, "inzending"));
        line.addProperty("type", text(leaf, "type"));
        line.addProperty("kenmerk", content.getAanmelding().getKenmerk());
        line.addProperty("vraag", content.getAanmelding().getVraag());
        System.out.println(new Gson().toJson(line));
    }

    private Properties kafka() {
        Path folder = Path.of(given.get("kafka"));
        Properties settings = new Properties();
        settings.put("bootstrap.servers", given.get("brokers"));
        settings.put("security.protocol", "SSL");
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", folder.resolve("ca.pem").toString());
        settings.put("ssl.keystore.type", "PEM");
        // Key and chain, one after the other.
        settings.put("ssl.keystore.location", given.get("kafkaSleutel"));
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "none");
        return settings;
    }

    /** Every record of the topic, from its beginning to where it ends now. A real reader keeps its own position, in the
     * transaction in which it handles a message, and begins there. */
    private void read() throws Exception {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(kafka(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            consumer.partitionsFor(given.get("topic"))
                    .forEach(one -> all.add(new TopicPartition(one.topic(), one.partition())));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(one -> consumer.position(one.getKey()) < one.getValue())) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    print(record);
                }
            }
        }
    }

    public static void main(String[] words) throws Exception {
        Map<String, String> given = new HashMap<>(Map.of("omgeving", "ontwikkel"));
        for (String word : words) {
            given.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        try {
            new Lezen(given).read();
        } catch (Unproven why) {
            System.err.println("NIET BEWEZEN: " + why.getMessage());
            System.exit(1);
        }
    }
}
