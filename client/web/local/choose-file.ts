/** Lets the person choose a file; undefined if they choose none. To be called in the handler of a click or a key. */
export function chooseFile(accept: string): Promise<File | undefined> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  return new Promise((resolve) => {
    input.addEventListener('change', () => {
      resolve(input.files?.[0]);
    });
    input.addEventListener('cancel', () => {
      resolve(undefined);
    });
    input.click();
  });
}

/** What a meeting can see or hear. */
export const PLAYABLE = 'video/*,audio/*';
