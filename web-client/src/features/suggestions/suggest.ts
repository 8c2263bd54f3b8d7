import { showDialog } from "../../components/show-dialog.ts";
import { loadTexts } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";

/** Asks for a suggestion, sends it in and shows it. */
export async function suggest(): Promise<void> {
  const [{ DialogSuggest }] = await Promise.all([import("./dialog-suggest.ts"), loadTexts("suggestions")]);
  const id = await showDialog<string>(new DialogSuggest());
  if (id !== null) navigate(`/work/suggestions/${id}`);
}
