import { type Fields, ticked } from "#app/web/form.ts";

/** A posted file of the bank. */
export interface Upload {
	/** Empty where none was chosen. */
	file: Buffer;
	/** It may be of another account than givers are shown. */
	otherAccount: boolean;
}

/** Reads the form of a statement (RFC 7578); its rule in app/web/post-rules.ts has bounded it. */
export async function readUpload(request: Request): Promise<Upload> {
	const form = await request.formData().catch(() => new FormData());
	const fields: Fields = new Map(
		[...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : [])),
	);
	const statement = form.get("statement");
	const file = statement instanceof File ? Buffer.from(await statement.arrayBuffer()) : Buffer.alloc(0);
	return { file, otherAccount: ticked(fields, "other_account") };
}
