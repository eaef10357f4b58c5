import type { Fields } from "../form.ts";

/** A form with a file, read whole: the front door has bounded it. */
export interface PhotoForm {
	fields: Fields;
	/** Empty where none was chosen. */
	file: Buffer;
}

/**
 * Reads a multipart form (RFC 7578) with the platform's own parser. The body is in memory already and bounded by its rule
 * in app/web/post-rules.ts, so a streaming parser of somebody else's would save nothing.
 * @returns nothing typed and no file for a body that is no such form
 */
export async function readPhotoForm(request: Request): Promise<PhotoForm> {
	const form = await request.formData().catch(() => new FormData());
	const fields = new Map(
		[...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : [])),
	);
	const photo = form.get("photo");
	const file = photo instanceof File ? Buffer.from(await photo.arrayBuffer()) : Buffer.alloc(0);
	return { fields, file };
}
