import type { Client } from "./client.ts";
import { mailTo } from "./signing.ts";

/** A claim in order: a branch that is interested. */
export const plainClaim = {
	organisation: "Branch of a story",
	kind: "branch",
	parent_text: "Union of a story",
	country: "GB",
	members: "",
	state: "interested",
	email: "secretary@union.example",
	officer_role: "Acting secretary",
};

/** Posts the form by which a body endorses: the fields that differ from the plain ones. */
export async function endorse(app: Client, fields: Record<string, string> = {}, locale = "en"): Promise<Response> {
	return app.post(`/${locale}/petitions/zhanaozen/endorse`, { ...plainClaim, ...fields });
}

/** The path of a body's own page in the n-th mail to its address. */
export async function branchLink(app: Client, email: string, nth = 1): Promise<string> {
	const { text } = await mailTo(app, email, nth);
	const [, path] = /https?:\/\/[^/\s]+(\/[a-z]{2}\/endorsement\/[a-z2-7]{32})/.exec(text) ?? [];
	if (!path) throw new Error("the mail has no link to the body's page");
	return path;
}
