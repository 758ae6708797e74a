"use strict";
// Everything shown is set as text, never as markup; every page is an address behind '#', so that going back works.

const states = ["ontvangen", "doorgezet", "klaargezet", "afgeleverd", "opgehaald", "verwerkt", "geweigerd",
  "geparkeerd", "teruggestuurd", "afgesloten", "gewist"];
const kinds = ["aanmelding", "signaal", "bericht", "escalatie", "registermutatie"];
const reasons = ["herstel_quarantaine", "onderzoek_storing", "vraag_afzender", "beveiligingsvoorval",
  "wettelijke_plicht"];
const by_id = (id) => document.getElementById(id);
let environment = "";

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// With its zone: in autumn an hour comes twice.
const shown_as = { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit",
  second: "2-digit", timeZoneName: "short" };

function moment(text) {
  if (!text) return element("span", "–");
  return element("time", new Date(text).toLocaleString("nl-NL", shown_as).replace(",", ""), { datetime: text });
}

function say(text, wrong = false) {
  by_id("melding").textContent = text;
  by_id("melding").className = wrong ? "fout" : "";
}

async function ask(path, body) {
  const headers = { Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers });
  environment = answer.headers.get("Pmm-Omgeving") || environment;
  by_id("omgeving").textContent = environment;
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail || `De hub antwoordt ${answer.status}.`);
  return said;
}

// columns: [heading, row -> text or element]; the first one heads its row.
function table(caption, columns, rows) {
  if (rows.length === 0) return element("p", `${caption}: geen.`);
  const made = element("table");
  made.append(element("caption", caption));
  const head = element("tr");
  for (const [heading] of columns) head.append(element("th", heading, { scope: "col" }));
  made.append(element("thead"));
  made.tHead.append(head);
  const body = element("tbody");
  for (const row of rows) {
    const line = element("tr");
    columns.forEach(([, value], index) => {
      const cell = index === 0 ? element("th", undefined, { scope: "row" }) : element("td");
      const shown = value(row);
      cell.append(shown === undefined || shown === "" ? "–" : shown);
      line.append(cell);
    });
    body.append(line);
  }
  made.append(body);
  const frame = element("div", undefined, { class: "rol", tabindex: "0", role: "region", "aria-label": caption });
  frame.append(made);
  return frame;
}

function link_to(id) {
  return element("a", id, { href: `#bericht/${id}`, class: "id" });
}

const message_columns = [
  ["Inzending", (one) => link_to(one.inzending)],
  ["Ontvangen", (one) => moment(one.ontvangen)],
  ["Soort", (one) => one.soort],
  ["Afzender", (one) => one.afzender],
  ["Toestand", (one) => one.toestand],
  ["Bestemmingen", (one) => one.bestemmingen.join(", ")],
];

// One below the other, so that a wide table still shows its last column.
function lines(...all) {
  const made = document.createDocumentFragment();
  for (const one of all.filter((each) => each)) {
    const line = element("div");
    line.append(one);
    made.append(line);
  }
  return made;
}

const quarantine_columns = [
  ["Id en ontvangst", (one) => lines(element("span", one.id, { class: "id" }), moment(one.ontvangen))],
  ["Afzender en vorm", (one) => lines(one.afzender, one.vorm)],
  ["Toestand", (one) => one.toestand],
  ["Code, plaats en reden", (one) => lines(one.code, places(one))],
  ["Keren", (one) => String(one.keren)],
  ["Wissen vanaf", (one) => lines(moment(one.wissenVanaf), one.wissenAangekondigd && "aangekondigd")],
];

function places(one) {
  if (one.plaatsen.length === 0) return one.uitleg;
  const list = element("ul");
  for (const place of one.plaatsen) list.append(element("li", `${place.name || "geheel"}: ${place.reason}`));
  return list;
}

async function fill(path, member, title, columns, into = by_id("lijst")) {
  const found = await ask(path);
  const rows = found[member];
  into.append(rows.length === 0 ? element("p", "Niets gevonden.") : table(title, columns, rows));
  say(`${rows.length} getoond.`);
  const more = by_id("meer");
  more.hidden = !found.volgende;
  more.onclick = () => {
    const next = new URL(path, location.origin);
    next.searchParams.set("na", found.volgende);
    run(() => fill(next.pathname + next.search, member, `${title}, vervolg`, columns, into));
  };
}

async function show_messages() {
  const query = new URLSearchParams();
  for (const name of ["afzender", "toestand", "soort"]) {
    const value = by_id(name).value.trim();
    if (value) query.set(name, value);
  }
  await fill(`/api/berichten?${query}`, "berichten", "Berichten, nieuwste eerst", message_columns);
}

async function show_parked() {
  const found = await ask("/api/geparkeerd");
  const into = by_id("lijst");
  into.append(table("Bij een verwerker", [
    ["Bericht", (one) => /^[0-9a-f-]{36}$/.test(one.id) ? link_to(one.id) : one.id],
    ["Verwerker", (one) => one.verwerker],
    ["Soort", (one) => one.soort],
    ["Code", (one) => one.code],
    ["Sinds", (one) => moment(one.sinds)],
    ["Pogingen", (one) => String(one.pogingen)],
    ["Plaats", (one) => `${one.stroom}/${one.partitie}/${one.positie}`],
  ], found.geparkeerd));
  into.append(table("Bij intake", message_columns, found.berichten || []));
  const quarantined = (found.quarantaine || []).length;
  say(`${found.geparkeerd.length + (found.berichten || []).length} geparkeerd, ${quarantined} in quarantaine.`);
}

async function show_quarantine() {
  await fill("/api/quarantaine", "quarantaine", "Niet begrepen, nieuwste eerst", quarantine_columns);
}

const inzage_columns = [
  ["Inzage, van", (one) => lines(element("span", one.inzage, { class: "id" }),
    one.soort === "bericht" ? link_to(one.id) : element("span", one.id, { class: "id" }))],
  ["Deel", (one) => lines(one.deel, one.bijlage && element("span", one.bijlage, { class: "lang" }))],
  ["Reden, kenmerk", (one) => lines(one.reden, one.kenmerk)],
  ["Toestand", (one) => lines(one.toestand, one.keren > 0 && `${one.keren} keer opgehaald`)],
  ["Gevraagd, goedgekeurd door", (one) => lines(one.gevraagdDoor.slice(0, 12),
    one.goedgekeurdDoor && one.goedgekeurdDoor.slice(0, 12))],
  ["Geldt tot", (one) => moment(one.tot)],
];

// Which step is whose, the hub decides: it refuses the asker's own approval.
function steps_of(one) {
  const frame = element("span");
  const add = (words, step) => {
    const button = element("button", words, { type: "button", "aria-label": `${words}: inzage ${one.inzage}` });
    button.onclick = () => run(async () => {
      await ask(`/api/inzagen/${encodeURIComponent(one.inzage)}/${step}`, {});
      await route(false);
    });
    frame.append(button);
  };
  if (one.toestand === "gevraagd") add("Keur goed", "goedkeuringen");
  add("Sluit", "beeindigingen");
  return frame;
}

async function show_requests() {
  const open = await ask("/api/inzagen");
  const into = by_id("lijst");
  into.append(table("Open inzagen", [...inzage_columns, ["Stap", steps_of]], open.inzagen));
  const ended = await ask("/api/inzagen?stand=beeindigd");
  into.append(table("Beëindigde inzagen", inzage_columns, ended.inzagen));
  say(`${open.inzagen.length} open, ${ended.inzagen.length} beëindigd.`);
}

async function ask_content() {
  const wish = { soort: by_id("inzagesoort").value, id: by_id("inzageid").value.trim(), deel: by_id("deel").value,
    reden: by_id("reden").value };
  for (const name of ["bijlage", "kenmerk"]) {
    const value = by_id(name).value.trim();
    if (value) wish[name] = value;
  }
  await ask("/api/inzagen", wish);
  by_id("vragen").reset();
  await route(false);
}

// Of each the partitions where it has not read everything yet; a stream has many.
function standings(positions) {
  const found = new Map();
  for (const one of positions) {
    const who = found.get(one.verwerker) || { verwerker: one.verwerker, partitions: 0, behind: [] };
    who.partitions += 1;
    if (one.positie !== one.einde) who.behind.push(`partitie ${one.partitie}: ${one.positie} van ${one.einde}`);
    found.set(one.verwerker, who);
  }
  return [...found.values()];
}

async function show_message(id) {
  const one = await ask(`/api/berichten/${encodeURIComponent(id)}`);
  const into = by_id("lijst");
  const facts = element("dl");
  for (const [name, value] of [["Inzending", one.inzending], ["Casus", one.casusId], ["Soort", one.soort],
    ["Vorm", one.vorm], ["Afzender", one.afzender], ["Certificaat", one.certificaat], ["Toestand", one.toestand],
    ["Poging", String(one.poging)], ["Bestemmingen", one.bestemmingen.join(", ")]]) {
    if (value) facts.append(element("dt", name), element("dd", value));
  }
  into.append(facts);
  into.append(table("De weg van het bericht", [
    ["Tijd", (step) => moment(step.tijd)],
    ["Waar", (step) => step.waar],
    ["Toestand", (step) => step.toestand],
    ["Reden", (step) => step.reden],
    ["Status van de casus", (step) => step.casusStatus],
  ], one.stappen));
  if (one.bijlagen) {
    into.append(table("Bijlagen, zonder namen", [
      ["Nummer", (what) => element("span", what.bijlage || "in het origineel", { class: "id" })],
      ["Soort", (what) => what.inhoudstype],
      ["Bytes", (what) => String(what.grootte)],
      ["SHA-256", (what) => element("span", what.sha256, { class: "lang" })],
    ], one.bijlagen));
  }
  if (one.verwerkers) {
    into.append(table("Waar de verwerkers van zijn stroom staan", [
      ["Verwerker", (who) => who.verwerker],
      ["Gelezen", (who) => who.behind.length === 0 ? `alles, in ${who.partitions} partities` : lines(...who.behind)],
    ], standings(one.verwerkers)));
  }
  say("Het inzien van dit bericht staat in het logboek.");
}

async function run(work) {
  try {
    await work();
  } catch (error) {
    say(error.message, true);
  }
}

const pages = {
  berichten: ["Berichten", show_messages],
  geparkeerd: ["Geparkeerd", show_parked],
  quarantaine: ["Quarantaine", show_quarantine],
  inzage: ["Inzage", show_requests],
  bericht: ["Bericht", show_message],
};

async function route(moves_focus) {
  const [name, argument] = (location.hash.slice(1) || "berichten").split("/");
  const [title, show] = pages[name] || pages.berichten;
  by_id("titel").textContent = title;
  document.title = `${title} – PMM-hub beheer`;
  by_id("zoeken").hidden = show !== show_messages;
  by_id("vragen").hidden = show !== show_requests;
  by_id("lijst").replaceChildren();
  by_id("meer").hidden = true;
  for (const one of document.querySelectorAll("nav a")) {
    if (one.hash === `#${name}`) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  say("Bezig met laden.");
  if (moves_focus) by_id("inhoud").focus();
  await run(() => show(argument));
}

for (const state of states) by_id("toestand").append(element("option", state, { value: state }));
for (const kind of kinds) by_id("soort").append(element("option", kind, { value: kind }));
for (const reason of reasons) by_id("reden").append(element("option", reason, { value: reason }));
by_id("vragen").addEventListener("submit", (event) => {
  event.preventDefault();
  run(ask_content);
});
by_id("zoeken").addEventListener("submit", (event) => {
  event.preventDefault();
  // Who searches stays in the field.
  if ((location.hash || "#berichten") === "#berichten") route(false);
  else location.hash = "#berichten";
});
window.addEventListener("hashchange", () => route(true));
route(false);
