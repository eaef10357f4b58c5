import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

/** Who may import whom (ARCHITECTURE.md, "Arrows"). A room may always import itself. */
const ground = [
	"app/seal",
	"app/consent",
	"app/moderation",
	"app/web",
	"app/ui",
	"app/i18n",
	"app/pdf",
	"app",
	"db",
	"emails/outbox",
];
const arrows: Record<string, readonly string[]> = {
	"app/seal": [],
	"app/i18n": [],
	"app/pdf": [],
	"app/ui": ["app/i18n"],
	"app/web": ["app/ui", "app/i18n", "app", "db"],
	"app/jobs": ["app", "db"],
	"app/metrics": ["app/web", "db"],
	"app/consent": ["app/i18n", "db"],
	"app/moderation": ["app/seal", "app/i18n", "db"],
	"app/campaigns": ground,
	"app/petitions": [...ground, "app/campaigns"],
	"app/pickets": [...ground, "app/campaigns", "app/moderation"],
	"app/fund": [...ground, "app/campaigns"],
	"app/mailings": [...ground, "app/campaigns", "app/petitions", "app/pickets", "app/fund", "emails"],
	"app/retention": [...ground, "app/campaigns", "app/petitions", "app/pickets", "app/mailings"],
	"app/site": [...ground, "app/campaigns", "app/petitions", "app/pickets", "app/mailings", "app/retention"],
	"app/my": [
		...ground,
		"app/campaigns",
		"app/fund",
		"app/mailings",
		"app/petitions",
		"app/pickets",
		"app/retention",
		"app/site",
	],
	"app/organise": [
		...ground,
		"app/campaigns",
		"app/fund",
		"app/petitions",
		"app/pickets",
		"app/mailings",
		"app/retention",
		"app/site",
	],
	"app/cli": [
		...ground,
		"app/jobs",
		"app/metrics",
		"app/campaigns",
		"app/fund",
		"app/petitions",
		"app/pickets",
		"app/mailings",
		"app/retention",
		"app/my",
		"app/organise",
		"emails",
		"sandbox",
	],
	// What stands in app/ itself: the context's types, the front door, the root page.
	app: ["app/fund", "app/metrics", "app/seal", "app/web", "app/ui", "app/i18n", "db", "sandbox"],
	db: [],
	emails: ["db", "app/seal", "app/i18n"],
	"emails/outbox": ["db", "app/seal"],
	sandbox: [],
};
const domains = [
	"app/campaigns",
	"app/fund",
	"app/petitions",
	"app/pickets",
	"app/mailings",
	"app/retention",
	"app/site",
	"app/my",
	"app/organise",
];

interface Import {
	from: string;
	to: string;
}

const sources = ["app", "db", "emails", "sandbox"]
	.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)))
	.filter((file) => /\.(ts|tsx|js)$/.test(file));
const texts = new Map(sources.map((file) => [file, readFileSync(file, "utf8")]));
const imports: Import[] = sources.flatMap((from) =>
	[...(texts.get(from) ?? "").matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, to = ""]) => ({
		from,
		to: to.startsWith("#") ? to.slice(1) : to.startsWith(".") ? join(dirname(from), to) : to,
	})),
);
const ours = imports.filter(({ to }) => /^(app|db|emails|sandbox)\//.test(to));

function roomOf(file: string): string {
	if (file.startsWith("emails/outbox")) return "emails/outbox";
	const [top = "", second = "", third] = file.split("/");
	return top === "app" && third ? `app/${second}` : top;
}
const isRoute = (file: string) => /\.route\.tsx?$/.test(file);
const say = ({ from, to }: Import) => `${from} → ${to}`;

test("the sources are found", () => {
	expect(sources.length).toBeGreaterThan(100);
	expect(ours.length).toBeGreaterThan(100);
});

test("arrows run one way between rooms", () => {
	const wrong = ours.filter(({ from, to }) => {
		const [here, there] = [roomOf(from), roomOf(to)];
		const family = here === there || (here.startsWith("emails") && there.startsWith("emails"));
		// A route may read any room's page: it answers for the whole. Nobody but the operator's tool reads `my`.
		if (family || (isRoute(from) && domains.includes(there) && there !== "app/my")) return false;
		return !arrows[here]?.includes(there);
	});
	expect(wrong.map(say)).toEqual([]);
});

test("rooms meet only through each other's *.server.ts", () => {
	const wrong = ours.filter(
		({ from, to }) =>
			domains.includes(roomOf(to)) &&
			roomOf(from) !== roomOf(to) &&
			!/\.server\.ts$/.test(to) &&
			// It shows the pages of other rooms as they will be: their very parts.
			from !== "app/organise/preview/preview.route.tsx",
	);
	expect(wrong.map(say)).toEqual([]);
});

test("nothing imports a route", () => {
	expect(ours.filter(({ to }) => isRoute(to)).map(say)).toEqual([]);
});

describe("outside the process there is one door each", () => {
	const only = (name: string, doors: RegExp) =>
		imports.filter(({ from, to }) => to.split("/")[0] === name && !doors.test(from)).map(say);

	test("no route speaks to the database", () => {
		const wrong = imports.filter(({ from, to }) => isRoute(from) && /^(kysely|pg|db\/)/.test(to));
		expect(wrong.map(say)).toEqual([]);
	});
	test("SMTP and IMAP have emails/, and the demonstration's mailbox", () => {
		expect(only("nodemailer", /^emails\//)).toEqual([]);
		expect(only("smtp-server", /^(?:sandbox\/mailbox|emails\/inbound)\//)).toEqual([]);
		expect(only("imapflow", /^emails\/inbound\//)).toEqual([]);
	});
	test("Stripe has app/fund/stripe/, and the sandbox its types", () => {
		expect(only("stripe", /^(?:app\/fund\/stripe|sandbox\/stripe)\//)).toEqual([]);
	});
	test("the environment is read in one place", () => {
		const readers = sources.filter((file) => /process\.env\b/.test(texts.get(file) ?? ""));
		expect(readers.sort()).toEqual(["app/cli/run.js", "app/env.server.ts", "db/embedded/run-as.ts"]);
	});
});

test("what runs only on the server is named so wherever it could reach a page", () => {
	const pages = sources.filter(
		(file) => file.endsWith(".tsx") && !isRoute(file) && !/^(emails|app\/(entry|root))/.test(file),
	);
	const wrong = imports.filter(
		({ from, to }) => pages.includes(from) && /\.server\.ts$/.test(to) && !typeOnly(from, to),
	);
	expect(wrong.map(say)).toEqual([]);
});

function typeOnly(from: string, to: string): boolean {
	const name = to.slice(to.lastIndexOf("/") + 1).replaceAll(".", "\\.");
	return new RegExp(`import type [^;]*${name}"`).test(texts.get(from) ?? "");
}

test("one file of routes, each address once", () => {
	const addresses = [...(texts.get("app/routes.ts") ?? "").matchAll(/route\("([^"]+)", "([^"]+)"/g)];
	expect(new Set(addresses.map(([, address]) => address)).size).toBe(addresses.length);
	const named = new Set(addresses.map(([, , file]) => `app/${file}`));
	const unnamed = sources.filter(
		(file) => isRoute(file) && !named.has(file) && !texts.get("app/routes.ts")?.includes(file.slice(4)),
	);
	expect(unnamed).toEqual([]);
});

describe("a campaign is what the database holds, not what the program says", () => {
	const content = readdirSync("db/content", { recursive: true, encoding: "utf8" });
	const slugs = content.filter((file) => /^[^/]+\/campaign\.yaml$/.test(file)).map((file) => dirname(file));
	// A title begins with the name, in each language: "Name, 1 May 2011".
	const names = content
		.filter((file) => slugs.some((slug) => file.startsWith(`${slug}/`)) && /^[^/]+\/[a-z]{2}\/campaign\.md$/.test(file))
		.flatMap((file) => /^title: "?([\p{L}-]+)/mu.exec(readFileSync(join("db/content", file), "utf8"))?.[1] ?? []);
	// Cities are a table of the world: one of them may be called as a campaign is.
	const files = readdirSync("app", { recursive: true, encoding: "utf8" }).filter(
		(file) => /\.(ts|tsx|js|json|md|css|yaml|html)$/.test(file) && !file.startsWith("pickets/data/"),
	);

	test("nothing in app/ names one", () => {
		expect(slugs.length).toBeGreaterThan(0);
		expect(names.length).toBeGreaterThanOrEqual(slugs.length);
		const named = new RegExp([...slugs, ...names].join("|"), "iu");
		expect(files.filter((file) => named.test(readFileSync(join("app", file), "utf8")))).toEqual([]);
	});
});
