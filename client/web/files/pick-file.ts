/**
 * Lets the person choose files. Browsers want this to follow a click or a key.
 *
 * @returns nothing where they changed their mind.
 */
export function pickFiles({ several }: { readonly several: boolean }): Promise<readonly File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = several;
  return new Promise((resolve) => {
    input.addEventListener('change', () => {
      resolve([...(input.files ?? [])]);
    });
    input.addEventListener('cancel', () => {
      resolve([]);
    });
    input.click();
  });
}
