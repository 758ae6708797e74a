// What a team would otherwise write in Go: mutual TLS, one record per request, acks=all, a constant answer. No store, no
// receipt, no deduplication. Prints its port.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

const largestBody = 1 << 20

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func tlsConfig(certificate, key, roots string) *tls.Config {
	own, err := tls.LoadX509KeyPair(certificate, key)
	must(err)
	pem, err := os.ReadFile(roots)
	must(err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return &tls.Config{
		Certificates: []tls.Certificate{own}, RootCAs: pool, ClientCAs: pool,
		ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: tls.VersionTLS12,
	}
}

func main() {
	certificate := flag.String("certificate", "", "of the server")
	key := flag.String("key", "", "of the server")
	roots := flag.String("roots", "", "that clients are verified with")
	brokers := flag.String("brokers", "", "host:port, separated by commas")
	kafka := flag.String("kafka", "", "folder with ca.pem, forwarder.pem and forwarder.key")
	topic := flag.String("topic", "", "that each body is written to")
	answer := flag.String("answer", "", "file with the body of every answer")
	flag.Parse()

	constant, err := os.ReadFile(*answer)
	must(err)
	broker := tlsConfig(
		filepath.Join(*kafka, "forwarder.pem"), filepath.Join(*kafka, "forwarder.key"), filepath.Join(*kafka, "ca.pem"))
	client, err := kgo.NewClient(
		kgo.SeedBrokers(strings.Split(*brokers, ",")...), kgo.DialTLSConfig(broker), kgo.DefaultProduceTopic(*topic),
		kgo.RequiredAcks(kgo.AllISRAcks()), kgo.ProducerLinger(time.Millisecond),
		kgo.ProducerBatchCompression(kgo.Lz4Compression()))
	must(err)

	handler := http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(response, request.Body, largestBody))
		if err != nil {
			http.Error(response, "body", http.StatusBadRequest)
			return
		}
		record := kgo.Record{Key: []byte(request.RemoteAddr), Value: body}
		if err := client.ProduceSync(request.Context(), &record).FirstErr(); err != nil {
			http.Error(response, "kafka", http.StatusServiceUnavailable)
			return
		}
		response.Header().Set("Content-Type", "application/json")
		response.WriteHeader(http.StatusCreated)
		_, _ = response.Write(constant)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	server := http.Server{Handler: handler, TLSConfig: tlsConfig(*certificate, *key, *roots),
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){}, ReadHeaderTimeout: 10 * time.Second}
	must(server.ServeTLS(listener, "", ""))
}
