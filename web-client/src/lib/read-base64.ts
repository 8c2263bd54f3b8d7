/** The bytes of a file in base64. Rejects with the browser's error when the file cannot be read any more. */
export const readBase64 = async (file: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const url = typeof reader.result === "string" ? reader.result : "";
      resolve(url.slice(url.indexOf(",") + 1));
    });
    reader.addEventListener("error", () => {
      reject(reader.error ?? new Error("The file cannot be read"));
    });
    reader.readAsDataURL(file);
  });
