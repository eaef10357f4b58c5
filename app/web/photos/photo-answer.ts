/** The answer that a photo is; its profile says how long it may be kept. */
export function photoAnswer(bytes: Buffer<ArrayBuffer>): Response {
	return new Response(bytes, { headers: { "Content-Type": "image/webp" } });
}
