import { refuse } from "./page.ts";

/** Every address that the table does not have. */
export function loader() {
	throw refuse(404);
}
