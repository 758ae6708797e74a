// Checks a receipt (ontvangstbewijs) with a JOSE library and without our software.
// usage: controleer.mjs BEWIJS.json ORIGINEEL ZEGELS.json
// BEWIJS is the receipt, ORIGINEEL the exact bytes that were sent, ZEGELS the answer of GET /v1/zegels.
import { createHash, createHmac, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { compactVerify, importX509 } from "jose";

const decode = (text) => Buffer.from(text, "base64url");
const sha256 = (...pieces) => createHash("sha256").update(Buffer.concat(pieces)).digest();

// The public key of the seal that both names in the header belong to.
function sealKey(header, seals) {
  for (const { kid, pem } of seals.zegels) {
    const thumbprint = createHash("sha256").update(new X509Certificate(pem).raw).digest("base64url");
    if (kid === header.kid && thumbprint === header["x5t#S256"]) return importX509(pem, "ES256");
  }
  throw new Error("het zegel is niet bekend");
}

// RFC 9162 section 2.1.3.2: from the leaf upward; the last of a level without a partner rises as it is.
function rootOf(leaf, index, count, path) {
  const siblings = [...path];
  let node = sha256(Buffer.of(0), leaf);
  for (let last = count - 1; last > 0; last >>= 1, index >>= 1) {
    if (index % 2 === 1) node = sha256(Buffer.of(1), siblings.shift(), node);
    else if (index < last) node = sha256(Buffer.of(1), node, siblings.shift());
  }
  if (index !== 0 || siblings.length > 0) throw new Error("het pad past niet bij de plaats");
  return node;
}

async function check(receipt, original, seals) {
  const options = { algorithms: ["ES256"] };
  const { payload } = await compactVerify(receipt.hoofd, (header) => sealKey(header, seals), options);
  const head = JSON.parse(new TextDecoder().decode(payload));
  const leaf = JSON.parse(receipt.blad);
  if (head.omgeving !== leaf.omgeving || head.logId !== leaf.logId || head.bladen !== receipt.aantal)
    throw new Error("het hoofd hoort niet bij het blad");
  const root = rootOf(Buffer.from(receipt.blad), receipt.index, receipt.aantal, receipt.pad.map(decode));
  if (!root.equals(decode(head.wortel))) throw new Error("het blad staat niet in de boom van het hoofd");
  const commitment = createHmac("sha256", decode(receipt.zout)).update("origineel\0").update(original).digest();
  if (!commitment.equals(decode(leaf.origineel))) throw new Error("de inhoud is niet wat de hub ontving");
  return leaf;
}

const [bewijs, origineel, zegels] = process.argv.slice(2, 5).map((name) => readFileSync(name));
try {
  const blad = await check(JSON.parse(bewijs), origineel, JSON.parse(zegels));
  console.log(`GELDIG: ${blad.inzending} van ${blad.eigenaar}, ontvangen ${blad.tijd} (${blad.omgeving})`);
} catch (fault) {
  console.error(`NIET GELDIG: ${fault.message}`);
  process.exitCode = 1;
}
