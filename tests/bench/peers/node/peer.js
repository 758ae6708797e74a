// What a team would otherwise write in Node: mutual TLS, one record per request, acks=all, a constant answer. No store, no
// receipt, no deduplication. Prints its port.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fastify from 'fastify';
import rdkafka from 'node-rdkafka';

const text = { type: 'string' };
const { values: options } = parseArgs({
  options: { certificate: text, key: text, roots: text, brokers: text, kafka: text, topic: text, answer: text },
});
const answer = readFileSync(options.answer);

const producer = new rdkafka.HighLevelProducer({
  'bootstrap.servers': options.brokers,
  'security.protocol': 'ssl',
  'ssl.ca.location': join(options.kafka, 'ca.pem'),
  'ssl.certificate.location': join(options.kafka, 'forwarder.pem'),
  'ssl.key.location': join(options.kafka, 'forwarder.key'),
  'acks': 'all',
  'enable.idempotence': true,
  'linger.ms': 1,
  'compression.codec': 'lz4',
  'socket.nagle.disable': true,
});
producer.setPollInterval(1);

const publish = (key, body) => new Promise((resolve, reject) => {
  producer.produce(options.topic, null, body, key, Date.now(), (error) => (error ? reject(error) : resolve()));
});

const server = fastify({
  bodyLimit: 1 << 20,
  https: {
    cert: readFileSync(options.certificate),
    key: readFileSync(options.key),
    ca: readFileSync(options.roots),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  },
});
server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => done(null, body));
server.post('/*', async (request, reply) => {
  try {
    await publish(`${request.socket.remotePort}`, request.body);
  } catch {
    return reply.code(503).send();
  }
  return reply.code(201).header('content-type', 'application/json').send(answer);
});

producer.connect({}, async (error) => {
  if (error) {
    throw error;
  }
  await server.listen({ host: '127.0.0.1', port: 0 });
  console.log(server.server.address().port);
});
