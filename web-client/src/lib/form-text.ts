/** The text of a form's field, without white space around it; empty when the field is not there. */
export const formText = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};
