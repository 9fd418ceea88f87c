import { Activity } from 'lucide-react';
import { useState } from 'react';
import { DoctorDialog } from '../doctor/doctor-dialog.tsx';
import { t } from '../messages/translate.ts';
import { socketAddress } from '../net/socket-address.ts';

/** Opens the connection test. @param endpoint - The address of the signalling; by default beside the page. */
export function DoctorLink({ endpoint }: { readonly endpoint?: string | undefined }) {
  const [open, setOpen] = useState(false);
  const [target] = useState(() => ({
    endpoint: endpoint ?? socketAddress(location),
    rtcConfiguration: () => undefined,
  }));
  return (
    <>
      <button
        type="button"
        className="link-button link-button--icon"
        onClick={() => {
          setOpen(true);
        }}
      >
        <Activity />
        {t('doctor.open')}
      </button>
      <DoctorDialog open={open} onOpenChange={setOpen} target={target} />
    </>
  );
}
