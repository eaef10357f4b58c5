import { describe, expect, test } from "vitest";
import { changeWords } from "#app/petitions/change-words.ts";
import { parseSignForm } from "#app/petitions/parse-sign-form.ts";
import { minimised, type Words } from "#app/petitions/words.ts";

const atRiskCountries = new Set(["KZ"]);
const good = { email: "sam@example.org", country: "GB", visibility: "counted" };
const parse = (fields: Record<string, string>) => parseSignForm(new Map(Object.entries(fields)), atRiskCountries);
const errorsOf = (fields: Record<string, string>) => {
	const form = parse(fields);
	return form.ok ? {} : form.errors;
};

test("an address, a country and a choice are enough", () => {
	expect(parse(good)).toMatchObject({
		ok: true,
		trap: false,
		words: { email: "sam@example.org", country: "GB", updates: false },
	});
});

describe("an email address is refused", () => {
	test.each([
		"",
		" ",
		"sam",
		"@example.org",
		"sam@",
		"sam@localhost",
		"sam@exa mple.org",
		"sam@example..org",
		"a@b@example.org",
		"sam@-example.org",
		".sam@example.org",
		"sam.@example.org",
		"s..am@example.org",
		"sam@example.o",
		"sam@192.0.2.1",
		"sam\r\nBcc: x@example.org",
		"sam\0@example.org",
		"sam\u202e@example.org",
		'"sam"@example.org',
		"sam\u200b@example.org",
		"<sam@example.org>",
		`${"s".repeat(65)}@example.org`,
		`sam@${"e".repeat(250)}.org`,
	])("%j", (email) => {
		expect(errorsOf({ ...good, email })).toHaveProperty("email");
	});
});

test.each([
	"sam@example.org",
	"sam+tag@example.org",
	"o'neill@example.org",
	"сәкен@пример.рф",
	"a@b.co",
	"sam@xn--bcher-kva.example",
])("%s is taken as an address", (email) => {
	expect(errorsOf({ ...good, email })).toEqual({});
});

test("a known slip of the finger is asked about, once, and never put right unasked", () => {
	const asked = parse({ ...good, email: "sam@gmial.com" });
	expect(asked).toMatchObject({ ok: false, didYouMean: "sam@gmail.com", values: { email: "sam@gmial.com" } });
	expect(parse({ ...good, email: "sam@gmial.com", email_as_typed: "on" })).toMatchObject({
		words: { email: "sam@gmial.com" },
	});
	expect(parse({ ...good, email: "sam@gmial.com", email_meant: "sam@gmail.com" })).toMatchObject({
		words: { email: "sam@gmail.com" },
	});
});

test("a country must be one, or `ZZ`", () => {
	for (const country of ["", "XX", "gb", "England"]) expect(errorsOf({ ...good, country })).toHaveProperty("country");
	for (const country of ["ZZ", "IT", "XK"]) expect(errorsOf({ ...good, country })).toEqual({});
});

test("who may see the name is never chosen for the signer", () => {
	for (const visibility of ["", "all", "Public"])
		expect(errorsOf({ ...good, visibility })).toHaveProperty("visibility");
});

describe("a name", () => {
	const named = { ...good, visibility: "public" };
	test("is needed unless one is only counted", () => {
		expect(errorsOf(named)).toHaveProperty("name");
		expect(errorsOf({ ...good, name: "" })).toEqual({});
	});
	test.each([
		"sam@example.org",
		"https://example.org",
		"www.example.org",
		"=1+1",
		"+7",
		"-x",
		"@sam",
		"Sam\r\nSuzie",
		"Sam\nSuzie",
		"Sam\0",
		"\u202emaS",
		"x".repeat(101),
		"Sam\u2066",
		"evil.com",
		"see t.me/x",
		"ａ＠b.com",
		"\u200b",
		"123",
		"Sam xn--bcher-kva.de",
	])("is refused when it is %j", (name) => {
		expect(errorsOf({ ...named, name })).toHaveProperty("name");
	});
	test.each(["Sam", "Әсем Қ.", "O’Neill", "李", "Anne-Marie von B.", "x".repeat(100), "👩‍🏭 Sam"])(
		"may be %j",
		(name) => {
			expect(errorsOf({ ...named, name })).toEqual({});
		},
	);
	test("is ignored when one is only counted", () => {
		const form = parse({ ...good, name: "sam@example.org" });
		expect(form.ok && minimised({ ...form.words, locale: "en" }, atRiskCountries).name).toBe("");
	});
});

test("a union or workplace is read as a name is, of who is named only", () => {
	const named = { ...good, visibility: "addressee", name: "Sam" };
	for (const organisation of ["=1+1", "https://example.org", "x".repeat(121), "123"]) {
		expect(errorsOf({ ...named, organisation })).toHaveProperty("organisation");
		expect(errorsOf({ ...good, organisation })).toEqual({});
	}
	expect(parse({ ...named, organisation: "Sample union, branch 5", shown_as: "initials" })).toMatchObject({
		words: { organisation: "Sample union, branch 5", shownAs: "initials" },
	});
	expect(parse({ ...named, shown_as: "anything" })).toMatchObject({ words: { shownAs: "name" } });
});

test("a town is read as a name is, and a text too long to be one is kept as typed", () => {
	for (const town of ['=HYPERLINK("x")', "https://example.org", "@SUM(1)", "x".repeat(81)])
		expect(errorsOf({ ...good, town })).toHaveProperty("town");
	const hostile = `a${"\u0301".repeat(16_000)}${"\u0323".repeat(15_000)}`;
	expect(parse({ ...good, town: hostile })).toMatchObject({ ok: false, values: { town: hostile } });
	expect(parse({ ...good, email: `a@${hostile}.org` })).toMatchObject({
		ok: false,
		errors: { email: "sign.email.invalid" },
	});
});

describe("who is at risk", () => {
	const told = {
		email: "sam@example.org",
		name: "=Sam",
		organisation: "=1",
		town: "\0",
		line: "x".repeat(900),
		visibility: "public",
	};
	test.each([
		{ ...told, at_risk: "on" },
		{ ...told, country: "KZ" },
		{ ...told, at_risk: "on", country: "XX" },
	])("is never refused over anything but the address (%#)", (fields) => {
		expect(errorsOf(fields)).toEqual({});
	});
	test("leaves a number and nothing else", () => {
		const form = parse({ ...told, country: "KZ", source: "leaflet-1", updates: "on", line_public: "on" });
		expect(form.ok && minimised({ ...form.words, locale: "kk" }, atRiskCountries)).toEqual({
			email: "sam@example.org",
			visibility: "counted",
			country: "ZZ",
			name: "",
			town: "",
			organisation: "",
			shownAs: "name",
			line: "",
			linePublic: false,
			updates: true,
			atRisk: true,
			source: "",
			locale: "en",
		});
	});
});

test("whoever fills the trap is told nothing", () => {
	expect(parse({ ...good, homepage: "https://example.org" })).toMatchObject({ ok: true, trap: true });
});

describe("the confirm page", () => {
	const words: Words = {
		email: "sam@example.org",
		visibility: "public",
		country: "GB",
		name: "Sam",
		town: "",
		organisation: "",
		shownAs: "name",
		line: "",
		linePublic: false,
		updates: true,
		atRisk: false,
		source: "",
		locale: "en",
	};
	const change = (fields: Record<string, string>, of = words) =>
		changeWords(of, new Map(Object.entries(fields)), atRiskCountries);
	test("leaves what it does not send", () => {
		expect(change({})).toEqual({ words, errors: {} });
	});
	test("lowers and raises visibility, and takes the name away with it", () => {
		expect(change({ visibility: "counted" }).words).toMatchObject({ visibility: "counted", name: "" });
		expect(change({ visibility: "addressee", name: "" }).errors).toHaveProperty("name");
	});
	test("changes a union or workplace, and how a name stands, and takes both away with the name", () => {
		const named = change({ organisation: "Sample union", shown_as: "initials" }).words;
		expect(named).toMatchObject({ organisation: "Sample union", shownAs: "initials" });
		expect(change({ visibility: "addressee" }, named).words).toMatchObject({
			organisation: "Sample union",
			shownAs: "name",
		});
		expect(change({ visibility: "counted" }, named).words).toMatchObject({ organisation: "", shownAs: "name" });
		expect(change({ organisation: "www.example.org" }).errors).toHaveProperty("organisation");
	});
	test("stops updates when their box is emptied", () => {
		expect(change({ updates: "off" }).words.updates).toBe(false);
	});
	test("cannot raise who is at risk", () => {
		const atRisk = minimised({ ...words, atRisk: true }, atRiskCountries);
		expect(change({ visibility: "public", name: "Sam" }, atRisk).words).toMatchObject({
			visibility: "counted",
			name: "",
		});
	});
});
