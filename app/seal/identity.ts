import { Decrypter } from "age-encryption";

/** Whether a text is an identity of age (age-encryption.org/v1): the secret that opens what is sealed to its recipient. */
export function isIdentity(text: string): boolean {
	try {
		new Decrypter().addIdentity(text);
		return true;
	} catch {
		return false;
	}
}

/** Opens a stream that `sealTo` sealed to the identity's recipient; bounded memory. @throws where it was sealed to another, or is torn */
export async function openSealed(
	identity: string,
	stream: ReadableStream<Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
	const decrypter = new Decrypter();
	decrypter.addIdentity(identity);
	return decrypter.decrypt(stream);
}
