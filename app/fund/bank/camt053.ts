import { SaxesParser } from "saxes";
import { Camt053Entry } from "./camt053-entry.ts";
import { MOST_LINES, type Statement, type StatementLine, type StatementRefusal } from "./statement.ts";

/** ISO 20022, BankToCustomerStatement, whatever its version: what is read here is the same from 02 to 13. */
const MESSAGE = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d\d$/;
/** The schema's own nesting is below twenty. */
const DEEPEST = 40;
/** Characters of one element's text: the longest field of the schema has 500. */
const LONGEST = 4_000;

class Refused extends Error {
	constructor(readonly why: "format" | "large" | "broken" | "accounts") {
		super(why);
	}
}

/**
 * Reads a camt.053 as it comes, holding one entry at a time beside the lines. An entry is a line: what a batch was made of is
 * not taken apart, as no CSV of the bank would. Only what is booked counts. A DOCTYPE, an entity of the file's own or a
 * second account refuse it.
 */
export async function readCamt053(
	chunks: AsyncIterable<string> | Iterable<string>,
): Promise<Statement | StatementRefusal> {
	const reader = new Camt053Reader();
	try {
		for await (const chunk of chunks) reader.write(chunk);
		return reader.end();
	} catch (error) {
		if (error instanceof Refused) return { refused: error.why };
		throw error;
	}
}

class Camt053Reader {
	readonly #lines: StatementLine[] = [];
	readonly #wrong: number[] = [];
	readonly #path: string[] = [];
	readonly #parser = new SaxesParser({ xmlns: true });
	#entry: Camt053Entry | undefined;
	#entries = 0;
	#text = "";
	#account: string | null = null;

	constructor() {
		const parser = this.#parser;
		parser.on("error", () => {
			throw new Refused("broken");
		});
		// Neither definitions nor other files: nothing of a statement needs them (OWASP, XML External Entity Prevention).
		parser.on("doctype", () => {
			throw new Refused("broken");
		});
		parser.on("opentag", ({ local, uri, attributes }) => this.#open(local, uri, attributes.Ccy?.value));
		parser.on("text", (text) => this.#read(text));
		parser.on("cdata", (text) => this.#read(text));
		parser.on("closetag", () => this.#close());
	}

	write(chunk: string): void {
		this.#parser.write(chunk);
	}

	end(): Statement | StatementRefusal {
		this.#parser.close();
		if (this.#wrong.length > 0) return { refused: "lines", lines: this.#wrong };
		return { source: "camt.053", account: this.#account, lines: this.#lines };
	}

	#open(name: string, uri: string, currency: string | undefined): void {
		if (this.#path.length === 0 && !(name === "Document" && MESSAGE.test(uri))) throw new Refused("format");
		if (this.#path.push(name) > DEEPEST) throw new Refused("broken");
		this.#text = "";
		if (name === "Ntry" && this.#path.at(-2) === "Stmt") {
			if (++this.#entries > MOST_LINES) throw new Refused("large");
			this.#entry = new Camt053Entry();
		}
		if (currency !== undefined) this.#entry?.inCurrency(this.#within(), currency);
	}

	#read(text: string): void {
		this.#text += text;
		if (this.#text.length > LONGEST) throw new Refused("large");
	}

	#close(): void {
		const path = this.#path.join("/");
		if (/\/Stmt\/Acct\/Id\/(?:IBAN|Othr\/Id)$/.test(path)) this.#ofAccount(this.#text);
		this.#entry?.say(this.#within(), this.#text);
		const entry = this.#path.pop() === "Ntry" && this.#path.at(-1) === "Stmt" ? this.#entry : undefined;
		this.#text = "";
		if (!entry) return;
		const line = entry.line();
		if (line === null) this.#wrong.push(this.#entries);
		else if (line !== "not booked") this.#lines.push(line);
		this.#entry = undefined;
	}

	/** Where in its entry the parser is: `NtryDtls/TxDtls/RmtInf/Ustrd`. */
	#within(): string {
		return this.#path.slice(this.#path.indexOf("Ntry") + 1).join("/");
	}

	#ofAccount(text: string): void {
		const account = text
			.toUpperCase()
			.replace(/[^A-Z0-9]/g, "")
			.slice(0, 34);
		if (this.#account !== null && this.#account !== account) throw new Refused("accounts");
		this.#account = account;
	}
}
