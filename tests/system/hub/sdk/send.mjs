// send.mjs HUB CA CERT KEY OIN: hands in with the official SDK, in each mode, and says what the hub answered, as JSON.
import { readFileSync } from "node:fs";
import https from "node:https";
import { CloudEvent, HTTP } from "cloudevents";

const [hub, ca, cert, key, oin] = process.argv.slice(2);
const agent = new https.Agent({ ca: readFileSync(ca), cert: readFileSync(cert), key: readFileSync(key) });

function event(id, categorie = "werkproces") {
  return new CloudEvent({
    id,
    source: `urn:nld:oin:${oin}:systeem:sdk`,
    type: "nl.multiproblematiek.signaal.v1",
    // Without it each one has the time of its making, and so would be another message.
    time: "2026-11-22T10:00:00.000Z",
    datacontenttype: "application/json",
    subject: "een onderwerp",
    eigenuitbreiding: "blijft bewaard",
    data: { kenmerk: id, categorie, omschrijving: "Gestuurd met de SDK." },
  });
}

function post({ headers, body }) {
  return new Promise((resolve, reject) => {
    const request = https.request(`${hub}/v1/events`, { method: "POST", headers, agent }, (answer) => {
      let text = "";
      answer.on("data", (piece) => (text += piece));
      answer.on("end", () => resolve({ status: answer.statusCode, body: text }));
    });
    request.on("error", reject);
    request.end(typeof body === "string" ? body : JSON.stringify(body));
  });
}

// The SDK writes the events; it has no batch of its own.
function batch(...events) {
  return post({ headers: { "Content-Type": "application/cloudevents-batch+json" }, body: events });
}

const said = {
  structured: await post(HTTP.structured(event("node-structured"))),
  binary: await post(HTTP.binary(event("node-binary"))),
  again: await post(HTTP.structured(event("node-binary"))),
  batch: await batch(event("node-1", "overig"), event("node-2", "overig")),
  mixed: await batch(event("node-1", "overig"), event("node-3", "bestaat niet")),
  empty: await batch(),
};
agent.destroy();
console.log(JSON.stringify(said));
