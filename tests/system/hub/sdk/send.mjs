// send.mjs HUB CA CERT KEY OIN: sends one event in each mode of the official SDK and says what the hub answered, as JSON.
import { readFileSync } from "node:fs";
import https from "node:https";
import { CloudEvent, HTTP } from "cloudevents";

const [hub, ca, cert, key, oin] = process.argv.slice(2);
const agent = new https.Agent({ ca: readFileSync(ca), cert: readFileSync(cert), key: readFileSync(key) });

function event(id) {
  return new CloudEvent({
    id,
    source: `urn:nld:oin:${oin}:systeem:sdk`,
    type: "nl.multiproblematiek.signaal.v1",
    datacontenttype: "application/json",
    subject: "een onderwerp",
    eigenuitbreiding: "blijft bewaard",
    data: { kenmerk: id, categorie: "werkproces", omschrijving: "Gestuurd met de SDK." },
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

const structured = HTTP.structured(event("sdk-structured"));
const binary = HTTP.binary(event("sdk-binary"));
const said = { structured: await post(structured), binary: await post(binary), again: await post(binary) };
agent.destroy();
console.log(JSON.stringify(said));
