import { afterAll, beforeAll, describe, expect, test } from "vitest";
import en from "#app/i18n/en.json";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { personalAddresses, publicAddresses } from "#tests/support/public-addresses.ts";
import { linkIn, mailTo, sign, signAndConfirm, withdrawLinkIn } from "#tests/support/signing.ts";

// No string is left untranslated. Russian and Kazakh are written in Cyrillic, so a Latin word on such a page is a
// name, or nobody has translated it; and words that stand on the Kazakh page just as on the Russian one are Russian.

let app: TestApp;
let pages: string[];
beforeAll(async () => {
	app = await startApp();
	await sign(app, "pending@example.org", { visibility: "addressee", name: "Сынақ Үлгі" });
	await signAndConfirm(app, "signed@example.org");
	pages = [
		...publicAddresses,
		...personalAddresses,
		linkIn(await mailTo(app, "pending@example.org")).slice("/en".length),
		withdrawLinkIn(await mailTo(app, "signed@example.org")).slice("/en".length),
	];
});
afterAll(() => app.stop());

/** Names of bodies, works, tools and formats, and what Kazakh and Russian write in Latin letters too. */
const names = new Set(
	`Yntymaq AGPL-3 cookie Cookie Tor VPN GDPR EFF GNU Affero General Public License JSON CSV Atom axe-core Chromium
	JavaScript WCAG AA A4 A Human Rights Watch Defenders Reuters BBC Eurasianet OHCHR URL or-later a f GMT GeoNames CC BY Natural Earth
	OpenStreetMap PDF EUR USD GBP IBAN Stripe Node node`.split(/\s+/),
);

/** What a reader is told, titles, descriptions and labels too, by piece; not what is marked as another language. */
function toldIn(page: string): string[] {
	const own = page
		.replace(/<script\b[\s\S]*?<\/script>|<select\b[\s\S]*?<\/select>/g, "")
		.replace(/<(?!html)(\w+)\b[^>]*\slang="[a-z]+"[^>]*>(?:(?!<\1\b)[\s\S])*?<\/\1>/g, "");
	const labels = [
		...own.matchAll(/\s(?:aria-label|alt|placeholder)="([^"]*)"/g),
		...own.matchAll(
			/<meta (?:name|property)="(?:description|og:title|og:description|og:image:alt)" content="([^"]*)"/g,
		),
	].map(([, text = ""]) => text);
	return [...own.split(/<[^>]*>/), ...labels].map((text) => text.replace(/&[^;]+;/g, " ").trim()).filter(Boolean);
}

/** Names of which a word alone would be an English one. */
const phrases = /People\s+&?\s*Nature|Access Now|SAMPLE ACCOUNT HOLDER/g;

/** What is copied, not read: files, the number of an account, a hash. */
const copied = /\S+\.(?:mjs|csv|json|js)\b|\b[A-Z]{2}\d{2}(?: [A-Z\d]{1,4}){3,}|\b[\da-f]{64}\b/g;

function latinIn(text: string): string[] {
	// Addresses of pages and mailboxes are the same in every language.
	const words = text
		.replace(/\S*(?:@|:\/\/|\.\w{2,}\/|\w\.(?:kz|org|com|blog|txt|localdomain)\b)\S*/g, " ")
		.replace(phrases, " ")
		.replace(copied, " ");
	return [...words.matchAll(/[A-Za-z][\w’'-]*/g)]
		.map(([word]) => word)
		.filter((word) => !names.has(word.replace(/-$/, "")));
}

const told = new Map<string, string[]>();
async function toldOn(path: string): Promise<string[]> {
	const pieces = told.get(path) ?? toldIn(await (await app.get(path)).text());
	told.set(path, pieces);
	return pieces;
}

test.each(["ru", "kk"])("in %s there is no word of another alphabet but names", async (locale) => {
	const left = new Set<string>();
	for (const path of pages)
		for (const text of await toldOn(`/${locale}${path}`))
			for (const word of latinIn(text)) left.add(`${word}: ${text.slice(0, 60)}`);
	expect([...left]).toEqual([]);
});

test("in Kazakh no sentence was left in Russian", async () => {
	const left: string[] = [];
	for (const path of pages) {
		const [russian, kazakh] = await Promise.all([toldOn(`/ru${path}`), toldOn(`/kk${path}`)]);
		// Names of people are two words, and the same in both.
		const same = kazakh.filter((text) => russian.includes(text) && (text.match(/[а-яё]{2,}/gi)?.length ?? 0) > 2);
		left.push(...same.map((text) => `${path}: ${text}`));
	}
	expect(left).toEqual([]);
});

describe("the look-out finds", () => {
	test("every string of the English file that says more than a name", () => {
		const unseen = Object.entries(en).filter(([, text]) => /[a-z]{4}/.test(text) && latinIn(text).length === 0);
		expect(unseen).toEqual([]);
	});
	test("nothing in what is marked as another language, and all the rest", () => {
		const page =
			'<html lang="ru"><title>One</title><li><span lang="en">Two</span>, Three</li><p aria-label="Four">5</p></html>';
		expect(toldIn(page)).toEqual(["One", ", Three", "5", "Four"]);
	});
});
