import { RtpCapabilities, RtpParameters, TrackId, type DownTrack, type IceParameters } from '@evagore/shared';
import { Device, type types } from 'mediasoup-client';
import { NotSupported } from '../errors.ts';
import { videoEncodings } from './encodings.ts';
import type {
  MediaDevice,
  MediaStack,
  ReceivedTrack,
  ReceiveTransport,
  SendOptions,
  SendTransport,
  SentTrack,
  TransportOptions,
} from './media-port.ts';
import { SenderTuner } from './tuning.ts';

// Casts: mediasoup-client lists the URIs of header extensions in a closed type. Our messages let any URI pass,
// and mediasoup-client at run time does so too.

/** WebRTC by mediasoup-client: one peer connection for all that is sent, one for all that is received. */
export function mediasoupMedia(): MediaStack {
  return {
    async load(room) {
      const device = await openDevice();
      await device.load({ routerRtpCapabilities: room as types.RtpCapabilities });
      return new BrowserDevice(device);
    },
    newStream: () => new MediaStream(),
  };
}

async function openDevice(): Promise<Device> {
  try {
    return await Device.factory();
  } catch (cause) {
    throw new NotSupported(
      'this browser cannot hold meetings; use a current Firefox, Chrome, Edge or Safari',
      {
        cause,
      },
    );
  }
}

class BrowserDevice implements MediaDevice {
  readonly receiveCapabilities: RtpCapabilities;
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
    this.receiveCapabilities = RtpCapabilities.parse(device.recvRtpCapabilities);
  }

  openSend(options: TransportOptions): SendTransport {
    const transport = this.#device.createSendTransport(settingsOf(options));
    wire(transport, options);
    transport.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
      // The application's own announcement travels with the track; see send().
      const { announce } = appData as unknown as Announcement;
      announce(kind, RtpParameters.parse(rtpParameters)).then(
        (id) => {
          done({ id });
        },
        (error: unknown) => {
          failed(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
    return new BrowserSendTransport(transport, this.#device);
  }

  openReceive(options: TransportOptions): ReceiveTransport {
    const transport = this.#device.createRecvTransport(settingsOf(options));
    wire(transport, options);
    return new BrowserReceiveTransport(transport);
  }
}

interface Announcement {
  announce: Parameters<SendTransport['send']>[2];
}

class BrowserSendTransport implements SendTransport {
  readonly #transport: types.Transport;
  readonly #device: Device;

  constructor(transport: types.Transport, device: Device) {
    this.#transport = transport;
    this.#device = device;
  }

  async send(
    track: MediaStreamTrack,
    options: SendOptions,
    announce: Announcement['announce'],
  ): Promise<SentTrack> {
    const kindOptions = track.kind === 'video' ? this.#videoOptions(options) : audioOptions(options);
    const producer = await this.#transport.produce({
      track,
      ...kindOptions,
      stopTracks: false,
      appData: { announce },
    });
    const { rtpSender } = producer;
    const tuner = rtpSender && new SenderTuner(rtpSender, kindOptions.encodings ?? []);
    return {
      id: TrackId.parse(producer.id),
      replace: (replacement) => producer.replaceTrack({ track: replacement }),
      setMuted(muted) {
        if (muted) producer.pause();
        else producer.resume();
      },
      setMaxLayer: async (maxLayer) => tuner?.tune({ maxLayer }),
      setMaxBitrate: async (maxBitrate) => tuner?.tune({ maxBitrate }),
      stats: () => producer.getStats(),
      close() {
        producer.close();
      },
    };
  }

  restartIce(iceParameters: IceParameters): Promise<void> {
    return this.#transport.restartIce({ iceParameters });
  }

  close(): void {
    this.#transport.close();
  }

  #videoOptions(options: SendOptions): types.ProducerOptions {
    const codec = this.#videoCodec(options.codec);
    return {
      ...(codec !== undefined && { codec }),
      encodings: videoEncodings(codec?.mimeType ?? '', options),
      // Low bit rates in the first seconds make a blurred start.
      codecOptions: { videoGoogleStartBitrate: 1000 },
    };
  }

  /** The named codec where both sides have it, else the group's first. */
  #videoCodec(name: string | undefined): types.RtpCodecCapability | undefined {
    const video = (this.#device.sendRtpCapabilities.codecs ?? []).filter(
      ({ kind, mimeType }) => kind === 'video' && !mimeType.toLowerCase().endsWith('/rtx'),
    );
    const wanted = `video/${name ?? ''}`.toLowerCase();
    return video.find((codec) => codec.mimeType.toLowerCase() === wanted) ?? video[0];
  }
}

class BrowserReceiveTransport implements ReceiveTransport {
  readonly #transport: types.Transport;

  constructor(transport: types.Transport) {
    this.#transport = transport;
  }

  async receive(down: DownTrack, streamId: string): Promise<ReceivedTrack> {
    const { id, kind, source } = down;
    const rtpParameters = down.rtpParameters as types.RtpParameters;
    const consumer = await this.#transport.consume({ id, producerId: source, kind, rtpParameters, streamId });
    return {
      id,
      track: consumer.track,
      stats: () => consumer.getStats(),
      close() {
        consumer.close();
      },
    };
  }

  restartIce(iceParameters: IceParameters): Promise<void> {
    return this.#transport.restartIce({ iceParameters });
  }

  close(): void {
    this.#transport.close();
  }
}

/** From so many bits per second on it is music, and the second channel costs the first nothing. */
const RICH_SOUND = 96_000;

function audioOptions(options: SendOptions): types.ProducerOptions {
  const rich = (options.maxBitrate ?? 0) >= RICH_SOUND;
  return {
    codecOptions: {
      // Between the notes of a piece nothing may be left out.
      opusDtx: !rich,
      opusFec: true,
      opusStereo: rich,
      ...(options.maxBitrate !== undefined && { opusMaxAverageBitrate: options.maxBitrate }),
    },
  };
}

function settingsOf({ opened, rtcConfiguration }: TransportOptions): types.TransportOptions {
  return { ...opened, ...rtcConfiguration };
}

function wire(transport: types.Transport, { connect, onState }: TransportOptions): void {
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    connect(dtlsParameters).then(done, failed);
  });
  transport.on('connectionstatechange', onState);
}
