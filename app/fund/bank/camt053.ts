import { SaxesParser } from "saxes";
import { type Balance, Camt053Balance } from "./camt053-balance.ts";
import { Camt053Entry } from "./camt053-entry.ts";
import { spanOf } from "./camt053-span.ts";
import { MOST_LINES, type Span, type Statement, type StatementLine, type StatementRefusal } from "./statement.ts";

/** ISO 20022, BankToCustomerStatement, whatever its version: what is read here is the same from 02 to 13. */
const MESSAGE = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d\d$/;
/** The schema's own nesting is below twenty. */
const DEEPEST = 40;
/** Characters of one element's text: the longest field of the schema has 500. */
const LONGEST = 4_000;
/** Attributes of one element: the schema has one, and the names of other schemas stand at the root. */
const MOST_ATTRIBUTES = 20;

class Refused extends Error {
	constructor(readonly why: "format" | "large" | "broken" | "accounts") {
		super(why);
	}
}

/**
 * Reads a camt.053 as it comes, holding one entry at a time beside the lines. An entry is a line, as in every CSV of the bank;
 * what a batch was made of are its parts. Only what is booked counts. A DOCTYPE, an entity of the file's own or a second
 * account refuse it, and so does a statement whose lines do not lead from its opening balance to its closing one.
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
	readonly #spans: Span[] = [];
	readonly #unsummed: number[] = [];
	/** Of the statement that is read: its balances, and where its lines begin. */
	#balances: Balance[] = [];
	#first = 0;
	#entry: Camt053Entry | undefined;
	#balance: Camt053Balance | undefined;
	#entries = 0;
	#attributes = 0;
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
		// As they are read: the parser keeps those of an element until it is over.
		parser.on("opentagstart", () => {
			this.#attributes = 0;
		});
		parser.on("attribute", () => {
			if (++this.#attributes > MOST_ATTRIBUTES) throw new Refused("broken");
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
		if (this.#unsummed.length > 0) return { refused: "sum", lines: this.#unsummed };
		return { source: "camt.053", account: this.#account, lines: this.#lines, spans: this.#spans };
	}

	#open(name: string, uri: string, currency: string | undefined): void {
		if (this.#path.length === 0 && !(name === "Document" && MESSAGE.test(uri))) throw new Refused("format");
		if (this.#path.push(name) > DEEPEST) throw new Refused("broken");
		this.#text = "";
		if (name === "Ntry" && this.#path.at(-2) === "Stmt") {
			if (++this.#entries > MOST_LINES) throw new Refused("large");
			this.#entry = new Camt053Entry();
		}
		if (name === "Bal" && this.#path.at(-2) === "Stmt") this.#balance = new Camt053Balance();
		if (currency === undefined) return;
		this.#entry?.inCurrency(this.#within("Ntry"), currency);
		this.#balance?.inCurrency(this.#within("Bal"), currency);
	}

	#read(text: string): void {
		this.#text += text;
		if (this.#text.length > LONGEST) throw new Refused("large");
	}

	#close(): void {
		const path = this.#path.join("/");
		if (/\/Stmt\/Acct\/Id\/(?:IBAN|Othr\/Id)$/.test(path)) this.#ofAccount(this.#text);
		this.#entry?.say(this.#within("Ntry"), this.#text);
		this.#balance?.say(this.#within("Bal"), this.#text);
		const closed = this.#path.pop();
		this.#text = "";
		if (closed === "Stmt") this.#closeStatement();
		if (this.#path.at(-1) !== "Stmt") return;
		if (closed === "Bal") this.#closeBalance();
		const entry = closed === "Ntry" ? this.#entry : undefined;
		if (!entry) return;
		const line = entry.line();
		if (line === null) this.#wrong.push(this.#entries);
		else if (line !== "not booked") this.#lines.push(line);
		this.#entry = undefined;
	}

	#closeBalance(): void {
		const read = this.#balance?.read();
		this.#balance = undefined;
		if (read) this.#balances.push(read);
	}

	#closeStatement(): void {
		const span = spanOf(this.#balances, this.#lines.slice(this.#first));
		if (span === "unsummed") this.#unsummed.push(this.#entries);
		else if (span) this.#spans.push(span);
		this.#balances = [];
		this.#first = this.#lines.length;
	}

	/** Where in its entry or balance the parser is: `NtryDtls/TxDtls/RmtInf/Ustrd`. */
	#within(name: "Ntry" | "Bal"): string {
		return this.#path.slice(this.#path.indexOf(name) + 1).join("/");
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
