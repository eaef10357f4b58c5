import type { Client } from "./client.ts";
import { mailTo } from "./signing.ts";

/** A form in order: a picket at the embassy in London on 16 December 2026, 12:00–14:00. */
export const plainFields = {
	campaign: "zhanaozen",
	kind: "picket",
	title: "Picket for Zhanaozen",
	language: "en",
	description: "We stand together for two hours.",
	organisation: "A sample branch of a union",
	date: "2026-12-16",
	begin: "12:00",
	end: "14:00",
	zone: "",
	place: "embassy-london",
	city: "",
	meeting_point: "In front of the entrance",
	address_level: "public",
	online_url: "",
	authorities: "not_needed",
	capacity: "",
	email: "host@example.org",
};

/** Calls a picket as a host would: the fields that differ from the plain ones. */
export async function callPicket(app: Client, fields: Record<string, string> = {}, locale = "en"): Promise<Response> {
	return app.post(`/${locale}/pickets/new`, { ...plainFields, ...fields });
}

/** The path of the host's page in the newest mail to an address. */
export async function hostLink(app: Client, email: string, nth = 1): Promise<string> {
	const { text } = await mailTo(app, email, nth);
	const [, path] = /https?:\/\/[^/\s]+(\/[a-z]{2}\/host\/[a-z2-7]{32})/.exec(text) ?? [];
	if (!path) throw new Error("the mail has no link to the host's page");
	return path;
}
