import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { translator } from "#app/i18n/translate.ts";
import { formFields } from "#app/pickets/calling/form-fields.ts";
import type { FormGround } from "#app/pickets/calling/form-ground.ts";
import { newPicket } from "#app/pickets/calling/new-picket.server.ts";
import { parsePicketForm, valuesOf } from "#app/pickets/calling/parse-form.ts";
import { cityMeant, cityNamed, findCities } from "#app/pickets/cities.server.ts";
import { keys } from "#tests/support/mail.ts";
import { plainFields } from "#tests/support/picket-form.ts";

const place = {
	id: "embassy-london",
	kind: "embassy",
	name: "Embassy",
	city: "London",
	country: "GB",
	latitude: 51.5,
	longitude: -0.1,
	zone: "Europe/London",
};
const ground: FormGround = {
	locale: "en",
	places: [place],
	cityMeant: (typed) => cityMeant(typed, "en"),
	findCities: (typed) => findCities(typed, "en"),
	cityNamed: await cityNamed("en"),
	closedCountries: new Set(["KZ"]),
	now: new Date("2026-03-01T12:00Z"),
};
const parse = (fields: Record<string, string> = {}, change: Partial<FormGround> = {}) =>
	parsePicketForm(new Map(Object.entries({ ...plainFields, ...fields })), { ...ground, ...change });
const errorsOf = async (fields: Record<string, string>, change?: Partial<FormGround>) => {
	const form = await parse(fields, change);
	return form.ok ? {} : form.errors;
};
async function said(fields: Record<string, string>, name: "begin" | "end" | "overlap") {
	const error = (await errorsOf(fields))[name];
	return error && translator("en")(error.key, error.values);
}

describe("the form of a picket", () => {
	test("that is in order gives what was written, at the time of the place", async () => {
		expect(await parse()).toMatchObject({
			ok: true,
			kind: "picket",
			email: "host@example.org",
			facts: {
				title: "Picket for Zhanaozen",
				startsLocal: "2026-12-16T12:00",
				endsLocal: "2026-12-16T14:00",
				zone: "Europe/London",
				city: "London",
				country: "GB",
				placeId: "embassy-london",
				capacity: null,
			},
		});
	});

	test("refuses by name a time that the clocks jump over", async () => {
		expect(await said({ date: "2026-03-29", begin: "01:30", end: "03:00" }, "begin")).toBe(
			"The clocks go forward: 01:30 does not exist on 29 March 2026 in London",
		);
		expect(await said({ date: "2026-03-29", begin: "00:30", end: "01:30" }, "end")).toContain("01:30 does not exist");
	});

	test("asks which of two it is where the clocks show a time twice, and takes the answer", async () => {
		const twice = { date: "2026-10-25", begin: "01:30", end: "03:00" };
		expect(await said(twice, "overlap")).toContain("01:30 comes twice on 25 October 2026 in London");
		expect(await parse({ ...twice, overlap: "later" })).toMatchObject({ ok: true, facts: { overlap: "later" } });
	});

	test("keeps the spelling of a zone that was chosen", async () => {
		for (const zone of ["Europe/Kyiv", "Europe/Kiev"])
			expect(await parse({ zone })).toMatchObject({ ok: true, facts: { zone } });
		expect(await errorsOf({ zone: "Europe/Atlantis" })).toHaveProperty("zone");
	});

	test("asks which city is meant, and takes none that was chosen for another name", async () => {
		const asked = await parse({ place: "", city: "Springfield" });
		expect(asked.ok).toBe(false);
		const cities = asked.ok ? [] : asked.cities;
		expect(cities.length).toBeGreaterThan(1);
		const id = String(cities[1]?.id);
		expect(await parse({ place: "", city: "Springfield", city_id: id })).toMatchObject({
			ok: true,
			facts: { city: cities[1]?.english, country: "US", zone: cities[1]?.zone },
		});
		expect(await parse({ place: "", city: "Milan", city_id: id })).toMatchObject({
			ok: true,
			facts: { country: "IT" },
		});
		expect(await errorsOf({ place: "", city: "Nowhereatall" })).toHaveProperty("city");
		expect(await errorsOf({ place: "", city: "" })).toHaveProperty("city");
	});

	test("takes no call inside a closed country, in any language of its name", async () => {
		for (const city of ["Almaty", "Жаңаөзен", "Актау"])
			expect((await errorsOf({ place: "", city })).city?.key).toBe("picket.form.country.closed");
		expect((await errorsOf({}, { closedCountries: new Set(["GB"]) })).place?.key).toBe("picket.form.country.closed");
	});

	test("ends on the next day when it ends before it begins, and takes no time twice", async () => {
		const night = await parse({ begin: "22:00", end: "01:00" });
		expect(night).toMatchObject({ ok: true, facts: { endsLocal: "2026-12-17T01:00" } });
		expect(await errorsOf({ end: "12:00" })).toHaveProperty("end");
	});

	test("takes nothing that has passed or is more than a year away", async () => {
		expect((await errorsOf({ date: "2026-02-01" })).date?.key).toBe("picket.form.date.past");
		expect((await errorsOf({ date: "2027-12-16" })).date?.key).toBe("picket.form.date.far");
		for (const date of ["", "2026-02-30", "16.12.2026"]) expect(await errorsOf({ date })).toHaveProperty("date");
	});

	test("counts places for a meeting and a showing only", async () => {
		expect(await parse({ kind: "film", capacity: "40" })).toMatchObject({ ok: true, facts: { capacity: 40 } });
		expect(await parse({ kind: "picket", capacity: "40" })).toMatchObject({ ok: true, facts: { capacity: null } });
		for (const capacity of ["0", "-1", "99999", "ten"])
			expect(await errorsOf({ kind: "meeting", capacity })).toHaveProperty("capacity");
	});

	test("asks of an online one for an https address, and of others where people meet", async () => {
		const online = { kind: "online", meeting_point: "" };
		expect(await parse({ ...online, online_url: "https://meet.example.org/a" })).toMatchObject({ ok: true });
		for (const online_url of [
			"",
			"http://example.org",
			"javascript:alert(1)",
			"https://a:b@example.org/",
			"https://a b",
		])
			expect(await errorsOf({ ...online, online_url })).toHaveProperty("online_url");
		expect(await errorsOf({ meeting_point: "" })).toHaveProperty("meeting_point");
	});

	test("asks who was told, and when, of whom says that somebody was", async () => {
		const told = await errorsOf({ authorities: "told" });
		expect(Object.keys(told).sort()).toEqual(["authorities_told", "authorities_told_on"]);
		const fields = { authorities: "told", authorities_told: "The police", authorities_told_on: "2026-02-20" };
		expect(await parse(fields)).toMatchObject({ ok: true, facts: { authoritiesToldOn: "2026-02-20" } });
	});

	test("refuses characters that make a text read as another, beside their fields", async () => {
		for (const name of ["title", "organisation", "description", "meeting_point"])
			for (const text of ["a\u202eb", "a\u0000b", "a\u2066b"])
				expect(await errorsOf({ [name]: text })).toHaveProperty(name);
	});

	test("comes back with what was typed, whatever was typed", async () => {
		const typed = fc.record(Object.fromEntries(formFields.map((name) => [name, fc.string({ unit: "grapheme" })])));
		await fc.assert(
			fc.asyncProperty(typed, async (fields) => {
				const form = await parse(fields as Record<string, string>);
				expect(form.ok).toBe(false);
				if (!form.ok) {
					expect(form.values.title).toBe(fields.title?.normalize("NFC").replace(/\r\n/g, "\n").trim());
					expect(Object.keys(form.errors).length).toBeGreaterThan(0);
				}
			}),
			{ numRuns: 60 },
		);
	});

	test.each(["joined", "approved"])(
		"at level %s keeps of a place in the clear no more than its city",
		async (address_level) => {
			const form = await parse({ address_level });
			const city = ground.cityNamed("London", "GB");
			expect(city).toBeDefined();
			expect(form).toMatchObject({
				ok: true,
				facts: { placeId: "embassy-london", latitude: city?.latitude, longitude: city?.longitude },
			});
			expect([city?.latitude, city?.longitude]).not.toEqual([place.latitude, place.longitude]);
			expect(await parse()).toMatchObject({ facts: { latitude: place.latitude, longitude: place.longitude } });
		},
	);

	test.each(["New", "new", "Жаңаөзен", "---"])(
		"of a city called %s never takes the address of this form",
		async (city) => {
			const form = await parse();
			if (!form.ok) throw new Error("the form is in order");
			const host = { email: form.email, locale: "en", origin: "https://campaign.example" } as const;
			const at = { startsAt: new Date(), endsAt: new Date() };
			const facts = { ...form.facts, city };
			const { picket } = newPicket(keys, { campaignId: 1, kind: form.kind, facts, at, host });
			expect(picket.slug).toMatch(/^[a-z]+(-[a-z]+)*-2026-12-16-[0-9a-f]{6}$/);
		},
	);

	test("of a picket that is there says what stands, and read again says the same", async () => {
		const first = await parse({ place: "", city: "Milan", begin: "22:00", end: "01:00" });
		if (!first.ok) throw new Error("the form is in order");
		const { kind, facts } = first;
		const existing = { kind, facts };
		for (const placeZone of ["Europe/Rome", undefined]) {
			const again = await parse({ ...valuesOf(kind, facts, placeZone), email: "" }, { existing });
			expect(again).toMatchObject({ ok: true, facts });
		}
	});
});
