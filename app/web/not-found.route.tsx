import { refuse } from "./page.ts";

/** Every address that the table does not have: the root page words it. */
export function loader() {
	throw refuse(404);
}

export default function NotFoundRoute() {
	return null;
}
