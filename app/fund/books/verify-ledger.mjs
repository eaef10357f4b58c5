#!/usr/bin/env node
// Verifies the open books of a fund: that no row of ledger.csv was changed, dropped, put in or moved since its number and
// hash were first seen. Needs Node 18 or newer and nothing else.
//
//   node verify-ledger.mjs ledger.csv                     all rows, and prints the last hash
//   node verify-ledger.mjs ledger.csv 120 9f86d081…       also that row 120 still has the hash that you wrote down
//
// Each line's last cell is SHA-256 over the 32 bytes of the hash before (zeros before the first row) and the line's text up
// to the comma in front of its hash, in UTF-8. A cell that begins with = + - or @ has an apostrophe in front, so that no
// spreadsheet takes it for a formula: it is not hashed. Exit code: 0 whole, 1 changed, 2 not readable.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

const HEAD = "seq,month,kind,description,debit,credit,currency,balance,category,reverses,hash";
const SHAPE = [
	/^[1-9]\d*$/,
	/^\d{4}-(?:0[1-9]|1[0-2])$/,
	/^[a-z-]+$/,
	/^[A-Za-z :]+$/,
	/^(?:\d+(?:\.\d+)?)?$/,
	/^(?:\d+(?:\.\d+)?)?$/,
	/^[A-Z]{3}$/,
	/^(?:\d+|'-\d+)(?:\.\d+)?$/,
	/^[a-z]*$/,
	/^(?:[1-9]\d*)?$/,
	/^[0-9a-f]{64}$/,
];
const [file, row, noted] = process.argv.slice(2);
if (!file) stop(2, "usage: node verify-ledger.mjs ledger.csv [ROW HASH]");

let before = "0".repeat(64);
let number = 0;
let line = 1;
let rest = "";
let wasNoted = row === undefined;
const balances = new Map();
try {
	for await (const chunk of createReadStream(file, "latin1")) {
		const lines = (rest + chunk).split("\n");
		rest = lines.pop() ?? "";
		for (const text of lines) read(text);
	}
} catch (error) {
	stop(2, `${file}: ${error instanceof Error ? error.message : "not readable"}`);
}
if (rest !== "") stop(1, `line ${line}: it has no end: the file was cut off`);
if (line === 1) stop(1, "line 1: it is missing");
if (!wasNoted) stop(1, `row ${row}: it is missing: the file ends with row ${number}`);
process.stdout.write(`${number} rows are whole; the last hash is ${before}\n`);

/** One line, without its line feed. */
function read(text) {
	if (!text.endsWith("\r")) stop(1, `line ${line}: it does not end with CR LF`);
	const plain = text.slice(0, -1);
	if (line === 1 && plain !== HEAD) stop(1, "line 1: the columns are others");
	if (line > 1) check(plain);
	line++;
}

function check(plain) {
	number++;
	const where = `line ${line}, row ${number}`;
	const cells = plain.split(",");
	if (cells.length !== SHAPE.length) stop(1, `${where}: it has ${cells.length} cells instead of ${SHAPE.length}`);
	const wrong = cells.findIndex((cell, i) => !SHAPE[i].test(cell));
	if (wrong >= 0) stop(1, `${where}: ${HEAD.split(",")[wrong]} is not written as it should be`);
	const bare = cells.map((cell) => cell.replace(/^'/, ""));
	if (bare[0] !== String(number)) stop(1, `${where}: its number is ${bare[0]}`);
	const hashed = createHash("sha256").update(Buffer.from(before, "hex")).update(bare.slice(0, -1).join(","), "latin1");
	const hash = bare.at(-1);
	if (hashed.digest("hex") !== hash) stop(1, `${where}: it was changed, or its hash was`);
	checkBalance(where, bare);
	if (bare[9] !== "" && Number(bare[9]) >= number) stop(1, `${where}: it takes back a later row`);
	if (row === bare[0]) {
		if (noted !== hash) stop(1, `${where}: its hash is not the one that was noted`);
		wasNoted = true;
	}
	before = hash;
}

/** What came is added to the balance of its currency, what went is taken from it. */
function checkBalance(where, [, , , , debit, credit, currency, balance]) {
	if ((debit === "") === (credit === "")) stop(1, `${where}: it has to have a debit or a credit`);
	const after = (balances.get(currency) ?? 0n) + units(credit) - units(debit);
	if (after !== units(balance)) stop(1, `${where}: the balance does not add up`);
	balances.set(currency, after);
}

/** An amount in minor units: the decimals of a currency are always all there. */
function units(text) {
	return text === "" ? 0n : BigInt(text.replace(".", ""));
}

function stop(code, text) {
	process[code === 2 ? "stderr" : "stdout"].write(`${text}\n`);
	process.exit(code);
}
