import { armor, Encrypter } from "age-encryption";

/** Whether a text is a recipient of age (age-encryption.org/v1), its checksum included. */
export function isRecipient(text: string): boolean {
	try {
		new Encrypter().addRecipient(text);
		return true;
	} catch {
		return false;
	}
}

/** Seals a stream so that only the holder of the recipient's key reads it; bounded memory. */
export async function sealTo(
	recipient: string,
	stream: ReadableStream<Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
	const encrypter = new Encrypter();
	encrypter.addRecipient(recipient);
	return encrypter.encrypt(stream);
}

/** Seals a text so that only the holder of the recipient's key reads it; in age's armour, to be copied. */
export async function sealTextTo(recipient: string, text: string): Promise<string> {
	const encrypter = new Encrypter();
	encrypter.addRecipient(recipient);
	return armor.encode(await encrypter.encrypt(text));
}
