import { z } from "zod";
import { exportFiles } from "./carried.ts";

export const MANIFEST = "manifest.json";
/** Raised when what a file has is changed. */
const FORMAT = "yntymaq-fund/1";

/** One file of an export. */
export interface ExportedFile {
	name: string;
	/** Lines. */
	rows: number;
	/** Of what it says, sealed or not; hexadecimal. */
	sha256: string;
}

/** What an export is of, and what its files are. It has no date: the same fund gives the same one. */
export interface Manifest {
	/** The campaign's slug. */
	campaign: string;
	/** The last link of the books' own chain. */
	head: { n: number; hash: string };
	files: ExportedFile[];
}

/** A manifest as it is written. */
export function manifestText({ campaign, head, files }: Manifest): string {
	return `${JSON.stringify({ format: FORMAT, campaign, head, files }, null, "\t")}\n`;
}

const schema = z.object({
	format: z.literal(FORMAT),
	campaign: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
	head: z.object({ n: z.int().nonnegative(), hash: z.string().regex(/^[0-9a-f]*$/) }),
	files: z.array(
		z.object({ name: z.string(), rows: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
	),
});

/** Reads a manifest. @returns undefined where it is none of ours, or not every file of an export is in it */
export function readManifest(text: string): Manifest | undefined {
	try {
		const { data } = schema.safeParse(JSON.parse(text));
		const names = data?.files.map(({ name }) => name).join();
		return data && names === exportFiles.join()
			? { campaign: data.campaign, head: data.head, files: data.files }
			: undefined;
	} catch {
		return undefined;
	}
}

/** A file's name once it is sealed by age. */
export const sealedName = (name: string) => `${name}.age`;
