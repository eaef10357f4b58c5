import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { version } from "../package.json";
import { isRecipient } from "./seal/recipient.ts";

/** Every limit that an operator may want to move has its one place and its default here. */
const limits = {
	/** Mails a day and a week to one address that no confirmed person there asked for. */
	MAIL_MAX_PER_ADDRESS: z
		.string()
		.regex(/^\d+,\d+$/, "is two numbers, a day and a week: 3,6")
		.default("3,6")
		.transform((text) => {
			const [day = 0, week = 0] = text.split(",").map(Number);
			return { day, week };
		}),
	/** Updates in thirty days to one who subscribed. */
	MAIL_MAX_UPDATES: z.coerce.number().int().positive().default(4),
	/** Mails a minute through the relay, of all workers and kinds together; 0: as many as it takes. */
	MAIL_RATE: z.coerce.number().int().min(0).default(0),
	/**
	 * Mails a minute of mailings to each of the twenty large providers, and to each of the 64 groups of all others; 0: as
	 * many as go. Twenty a second is what large providers take from a sender they know; one that is new to them warms up
	 * with far fewer (docs/mail.md).
	 */
	MAIL_RATE_PER_DOMAIN: z.coerce.number().int().min(0).default(1_200),
	/** Public posts a minute and a day from one /24 or /48: a rally behind one address fits. */
	POSTS_PER_MINUTE: z.coerce.number().int().positive().default(100),
	POSTS_PER_DAY: z.coerce.number().int().positive().default(2_000),
	/** Signatures a day from one small domain; from more, all of them are held until an operator trusts it. */
	DOMAIN_HOLD_ABOVE: z.coerce.number().int().positive().default(20),
	/** The operator is warned when a petition grows faster a minute, or one domain has a larger share (percent) of two days. */
	ALARM_PER_MINUTE: z.coerce.number().int().positive().default(600),
	/** Unpaid pages for paying by card that a fund may have within an hour before anybody has paid; twice as many for each who has. */
	CARDS_AT_ONCE: z.coerce.number().int().positive().default(10),
	ALARM_DOMAIN_SHARE: z.coerce.number().int().min(1).max(100).default(20),
};

const url = (...protocols: string[]) =>
	z.string().refine(
		(text) => {
			try {
				return protocols.includes(new URL(text).protocol);
			} catch {
				return false;
			}
		},
		`is an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
	);

/** What signers send goes through TLS, through Tor or stays on the machine. */
function isPrivate(text: string): boolean {
	const { protocol, hostname } = new URL(text);
	return protocol === "https:" || hostname.endsWith(".onion") || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

const schema = z.object({
	PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
	HOST: z.string().optional(),
	BASE_URL: url("http:", "https:")
		.refine((text) => new URL(text).pathname === "/", "has no path: https://example.org")
		.refine(isPrivate, "begins with https:// unless it is an onion or this machine")
		.transform((text) => new URL(text).origin)
		.optional(),
	DATABASE_URL: url("postgres:", "postgresql:").optional(),
	DATABASE_OWNER_URL: url("postgres:", "postgresql:").optional(),
	DATA_DIR: z
		.string()
		.min(1)
		.default(".data")
		.transform((dir) => resolve(dir)),
	DB_POOL_MAX: z.coerce.number().int().positive().default(10),
	SMTP_URL: url("smtp:", "smtps:").optional(),
	MAIL_FROM: z.email().optional(),
	/** Where what comes back is sent to: each mail has an address of its own there. */
	BOUNCE_HOST: z
		.string()
		.regex(/^(?=.{1,190}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/i, "is a host: bounce.example.org")
		.transform((host) => host.toLowerCase())
		.optional(),
	/** Where our own listener takes mail for BOUNCE_HOST. */
	BOUNCE_LISTEN: z
		.string()
		.regex(/^([\w.-]+|\[[0-9a-f:]+\]):\d{1,5}$/i, "is an address and a port: 0.0.0.0:25")
		.transform((text) => {
			const colon = text.lastIndexOf(":");
			return { host: text.slice(0, colon).replace(/^\[|\]$/g, ""), port: Number(text.slice(colon + 1)) };
		})
		.optional(),
	/** A mailbox of its own whose unread mail is read for what came back. */
	INBOUND_URL: url("imap:", "imaps:").optional(),
	DKIM_KEY_FILE: z.string().min(1).optional(),
	DKIM_SELECTOR: z
		.string()
		.regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i, "is a name in DNS: 2026a")
		.optional(),
	/** Signs the webhooks of mail providers, or is their password. */
	MAIL_WEBHOOK_SECRET: z.string().min(32, "has at least 32 characters: openssl rand -hex 32").optional(),
	/** Mailgun's own, "HTTP webhook signing key". */
	MAILGUN_SIGNING_KEY: z.string().min(16).optional(),
	SENDER_NAME: z.string().min(1).default("16.12"),
	SECRET_KEYS: z.string().optional(),
	ONION_HOST: z
		.string()
		.regex(/^[a-z2-7]{56}\.onion$/, "is 56 letters and digits and .onion")
		.optional(),
	TRUST_PROXY: z.coerce.number().int().min(0).default(0),
	AT_RISK_COUNTRIES: z
		.string()
		.regex(/^([A-Z]{2}( [A-Z]{2})*)?$/, "is a list of two-letter codes: KZ RU BY")
		.default("KZ RU BY KG UZ TJ TM CN AZ")
		.transform((text) => new Set(text.split(" ").filter(Boolean))),
	/** Where nobody is called to a public place by the public form: whom a signature could harm, a picket would. */
	NO_PICKETS_COUNTRIES: z
		.string()
		.regex(/^([A-Z]{2}( [A-Z]{2})*)?$/, "is a list of two-letter codes: KZ RU BY")
		.default("KZ RU BY KG UZ TJ TM CN AZ")
		.transform((text) => new Set(text.split(" ").filter(Boolean))),
	CONTROLLER_NAME: z.string().min(1).optional(),
	CONTROLLER_ADDRESS: z.string().min(1).optional(),
	CONTACT_EMAIL: z.email().optional(),
	/** A key of the account at Stripe that holds the fund's money; restricted to what docs/stripe.md lists if possible. */
	STRIPE_SECRET_KEY: z
		.string()
		.regex(/^[sr]k_(?:test|live)_\w+$/, "is a secret or restricted key: sk_live_… or rk_live_…")
		.optional(),
	/** What its webhooks are signed with; both while one is exchanged for another. */
	STRIPE_WEBHOOK_SECRET: z
		.string()
		.regex(/^whsec_\w{16,}(?:,whsec_\w{16,})?$/, "is whsec_…, or two separated by a comma while they are changed")
		.transform((text) => text.split(","))
		.optional(),
	/** Where Stripe's API is; elsewhere only for trials. */
	STRIPE_API_URL: url("http:", "https:")
		.refine(isPrivate, "begins with https:// unless it is this machine")
		.default("https://api.stripe.com"),
	/** What a bank statement says of a gift, behind the account's own name: neutral, in Latin letters. */
	STATEMENT_DESCRIPTOR: z
		.string()
		.regex(
			/^(?=.*[A-Za-z])[^<>\\'"*\p{Cc}]{2,22}$/u,
			"has 2 to 22 characters, a letter among them and none of < > \\ ' \" *",
		)
		.optional(),
	/** To whom what leaves the server is sealed (age, age-encryption.org/v1): a recipient, whose key is elsewhere. */
	COMMITTEE_KEY: z.string().refine(isRecipient, "is an age recipient (age1…), as age-keygen prints it").optional(),
	/** Where the keys of beneficiaries lie, outside of the database and its dumps; asked for with the first one. */
	BENEFICIARY_KEYS_FILE: z
		.string()
		.min(1)
		.transform((file) => resolve(file))
		.optional(),
	/** Where the source of the program that runs is: who changes it offers theirs (AGPL-3.0 §13). */
	SOURCE_URL: url("http:", "https:").optional(),
	/** Whoever sends it as a bearer token (RFC 6750) may read /metrics from elsewhere. */
	METRICS_TOKEN: z.string().min(32, "has at least 32 characters: openssl rand -hex 32").optional(),
	LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
	...limits,
});

type Read = z.infer<typeof schema>;

/** The settings of one installation, read once by an entry point and passed on as values. */
export interface Settings extends Read {
	version: string;
	/** `BASE_URL` unset: everything embedded, samples loaded, loopback only. */
	demonstration: boolean;
	HOST: string;
	MAIL_FROM: string;
	SECRET_KEYS: string;
}

const requiredInProduction = [
	"DATABASE_URL",
	"SMTP_URL",
	"MAIL_FROM",
	"SECRET_KEYS",
	"CONTROLLER_NAME",
	"CONTROLLER_ADDRESS",
	"CONTACT_EMAIL",
] as const;

/** A setting is missing or wrong: one line for the operator, no stack. */
export class SettingError extends Error {}

/**
 * Reads the environment, and `.env` beneath it.
 * @throws SettingError naming the first setting that is missing or wrong and what to do
 */
export async function readSettings(environment: Record<string, string | undefined> = process.env): Promise<Settings> {
	if (environment === process.env && existsSync(".env")) process.loadEnvFile(".env");
	const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
	const parsed = schema.safeParse(given);
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw new SettingError(`${issue?.path.join(".")} ${issue?.message}`);
	}
	checkPairs(parsed.data);
	return parsed.data.BASE_URL ? production(parsed.data) : demonstration(parsed.data);
}

/** Settings that say nothing without each other. */
function checkPairs(read: Read): void {
	const { DKIM_KEY_FILE, DKIM_SELECTOR, BOUNCE_HOST, BOUNCE_LISTEN } = read;
	if (DKIM_KEY_FILE && !DKIM_SELECTOR)
		throw new SettingError("DKIM_SELECTOR is not set: DKIM_KEY_FILE's public key is published under it");
	if (DKIM_SELECTOR && !DKIM_KEY_FILE) throw new SettingError("DKIM_KEY_FILE is not set, and DKIM_SELECTOR is");
	if (BOUNCE_LISTEN && !BOUNCE_HOST) throw new SettingError("BOUNCE_HOST is not set, and BOUNCE_LISTEN is");
	if (read.STRIPE_SECRET_KEY && !read.STRIPE_WEBHOOK_SECRET)
		throw new SettingError(
			"STRIPE_WEBHOOK_SECRET is not set: without it nobody can tell Stripe's webhooks from others'",
		);
	if (read.STRIPE_WEBHOOK_SECRET && !read.STRIPE_SECRET_KEY)
		throw new SettingError("STRIPE_SECRET_KEY is not set, and STRIPE_WEBHOOK_SECRET is");
	if (read.STRIPE_SECRET_KEY?.includes("_live_") && !read.BASE_URL)
		throw new SettingError("STRIPE_SECRET_KEY moves real money: set BASE_URL to run a public site");
}

function production(read: Read): Settings {
	for (const name of requiredInProduction)
		if (!read[name]) throw new SettingError(`${name} is not set: a public site (BASE_URL is set) needs it`);
	return {
		...read,
		version,
		demonstration: false,
		// TLS and the reader's address come from a proxy beside us: nobody else has to reach this port.
		HOST: read.HOST ?? "127.0.0.1",
		MAIL_FROM: read.MAIL_FROM ?? "",
		SECRET_KEYS: read.SECRET_KEYS ?? "",
	};
}

async function demonstration(read: Read): Promise<Settings> {
	if (read.HOST && !["127.0.0.1", "localhost", "::1"].includes(read.HOST))
		throw new SettingError("HOST opens the demonstration to others: set BASE_URL to run a public site");
	return {
		...read,
		version,
		demonstration: true,
		HOST: read.HOST ?? "127.0.0.1",
		MAIL_FROM: read.MAIL_FROM ?? "demonstration@localhost.localdomain",
		SECRET_KEYS: read.SECRET_KEYS ?? (await demonstrationKeys(read.DATA_DIR)),
		BENEFICIARY_KEYS_FILE: read.BENEFICIARY_KEYS_FILE ?? join(read.DATA_DIR, "beneficiary-keys"),
	};
}

/** Keys made once per DATA_DIR, so that what was sealed yesterday opens today. */
async function demonstrationKeys(dataDir: string): Promise<string> {
	const file = join(dataDir, "secret-keys");
	await mkdir(dataDir, { recursive: true, mode: 0o700 });
	try {
		await writeFile(file, `1:${randomBytes(32).toString("base64")}\n`, { flag: "wx", mode: 0o600 });
		await chmod(file, 0o600);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	}
	return (await readFile(file, "utf8")).trim();
}
