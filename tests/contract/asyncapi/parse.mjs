// parse.mjs DOCUMENT…: what AsyncAPI's own parser says of each, as a JSON list of lists of diagnostics.
import { readFile } from 'node:fs/promises';
import { Parser } from '@asyncapi/parser';

const parser = new Parser();
const told = [];
for (const path of process.argv.slice(2)) {
    const diagnostics = await parser.validate(await readFile(path, 'utf8'));
    told.push(diagnostics.map((one) => ({ severity: one.severity, path: one.path.join('/'), message: one.message })));
}
console.log(JSON.stringify(told));
