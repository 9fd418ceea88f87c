import { useState, type ClipboardEvent, type DragEvent } from 'react';

/** Lets files be dropped on something, and pasted into it. */
export interface FileDrop {
  /** Files are held over it. */
  readonly over: boolean;
  /** For the element on which they are dropped. */
  readonly target: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent<HTMLElement>) => void;
    readonly onDrop: (event: DragEvent) => void;
    readonly onPaste: (event: ClipboardEvent) => void;
  };
}

/** @param onFiles - Undefined where files cannot be sent; then the browser does what it does. */
export function useFileDrop(onFiles: ((files: readonly File[]) => void) | undefined): FileDrop {
  const [over, setOver] = useState(false);
  const take = (event: DragEvent) => {
    if (onFiles === undefined || !event.dataTransfer.types.includes('Files')) return;
    // Without this the browser would open the file in place of the meeting.
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  };
  return {
    over: over && onFiles !== undefined,
    target: {
      onDragEnter: take,
      onDragOver: take,
      onDragLeave: ({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false);
      },
      onDrop: (event) => {
        setOver(false);
        if (onFiles === undefined || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        onFiles([...event.dataTransfer.files]);
      },
      onPaste: (event) => {
        // What was copied in a word processor is text and a picture of it: the text is meant.
        const { files, types } = event.clipboardData;
        if (onFiles === undefined || files.length === 0 || types.includes('text/plain')) return;
        event.preventDefault();
        onFiles([...files]);
      },
    },
  };
}
