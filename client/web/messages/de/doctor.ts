import type { doctor as english } from '../en/doctor.ts';
import type { Translated } from '../translated.ts';

/** The connection test: what it looks at, what it finds, and what to do about it. */
export const doctor: Translated<typeof english> = {
  'doctor.open': 'Verbindung testen',
  'doctor.title': 'Verbindungstest',
  'doctor.intro': 'Prüft Schritt für Schritt, ob Ton und Bild von hier zum Server und zurück gelangen.',
  'doctor.steps': 'Schritte des Tests',
  'doctor.loading': 'Der Test wird geladen…',
  'doctor.stop': 'Anhalten',
  'doctor.again': 'Erneut testen',
  'doctor.copy': 'Bericht kopieren',
  'doctor.copied': 'Der Bericht ist in der Zwischenablage. Er enthält keine Passwörter.',
  'doctor.copy.failed':
    'Der Bericht ließ sich nicht kopieren. Markieren Sie stattdessen den Text dieses Fensters.',
  'doctor.progress': 'Test läuft…',
  'doctor.menu': 'Verbindungstest…',

  'doctor.server': 'Server',
  'doctor.udp': 'UDP',
  'doctor.tcp': 'TCP',
  'doctor.relay': 'Relay (TURN)',
  'doctor.uplink': 'Senden',

  'doctor.state.waiting': 'steht aus',
  'doctor.state.running': 'läuft',
  'doctor.state.passed': 'funktioniert',
  'doctor.state.failed': 'funktioniert nicht',
  'doctor.state.skipped': 'ausgelassen',

  'doctor.place': 'Port {{port}} von {{host}}',
  'doctor.waiting': 'Kommt später.',
  'doctor.running': 'Wird geprüft…',

  'doctor.server.passed': '{{target}} antwortet nach {{ms}} ms.',
  'doctor.server.failed':
    'Zu {{host}} lässt sich keine dauerhafte Verbindung (WebSocket) öffnen. Etwas auf dem Weg lässt sie nicht durch: Versuchen Sie es in einem anderen Netz oder bitten Sie die Administration Ihres Netzes, WebSockets zu {{host}} zu erlauben.',

  'doctor.udp.passed':
    'Ton und Bild nehmen den schnellen Weg über UDP zu {{target}}; die Verbindung steht nach {{ms}} ms.',
  'doctor.udp.blocked.tcp':
    'UDP zu {{target}} wird von einer Firewall blockiert. Das Meeting nutzt stattdessen TCP; rechnen Sie mit Verzögerungen. Bitten Sie Ihre Administration, diesen UDP-Port zu öffnen.',
  'doctor.udp.blocked.relay':
    'UDP zu {{target}} wird von einer Firewall blockiert. Das Meeting läuft stattdessen über ein Relay. Bitten Sie Ihre Administration, diesen UDP-Port zu öffnen.',
  'doctor.udp.blocked':
    'UDP zu {{target}} wird von einer Firewall blockiert. Bitten Sie Ihre Administration, diesen UDP-Port zu öffnen, oder versuchen Sie es in einem anderen Netz.',
  'doctor.udp.relay-only':
    'UDP zu {{target}} ist blockiert. Es wird nicht gebraucht: Bei diesem Server laufen Ton und Bild nur über Relays.',

  'doctor.tcp.passed':
    'Wo UDP nicht geht, springt TCP zu {{target}} ein; die Verbindung steht nach {{ms}} ms.',
  'doctor.tcp.blocked.udp':
    'TCP zu {{target}} wird von einer Firewall blockiert. Da UDP funktioniert, macht das nichts.',
  'doctor.tcp.blocked':
    'TCP zu {{target}} wird von einer Firewall blockiert. Bitten Sie Ihre Administration, diesen Port zu öffnen, oder versuchen Sie es in einem anderen Netz.',
  'doctor.tcp.relay-only':
    'TCP zu {{target}} ist blockiert. Es wird nicht gebraucht: Bei diesem Server laufen Ton und Bild nur über Relays.',

  'doctor.relay.passed':
    'Das Relay {{target}} leitet Ton und Bild weiter; die Verbindung steht nach {{ms}} ms.',
  'doctor.relay.silent':
    'Das Relay {{target}} ist nicht erreichbar. Eine Firewall blockiert es, oder es ist gestört: Informieren Sie die Administration dieses Servers.',
  'doctor.relay.refused':
    'Das Relay {{target}} weist die Mitglieder dieses Servers ab. Informieren Sie die Administration dieses Servers, dass das Passwort für das Relay falsch ist.',
  'doctor.relay.blocked':
    'Das Relay {{target}} antwortet, erreicht aber den Server nicht. Informieren Sie die Administration dieses Servers, dass das Relay nicht an ihn senden darf.',

  'doctor.rate.k': '{{rate}} kbit/s',
  'doctor.rate.m': '{{rate}} Mbit/s',
  'doctor.uplink.plenty': 'Mehr als {{rate}} gehen hinaus, das ist reichlich. Mehr wurde nicht versucht.',
  'doctor.uplink.sharp': '{{rate}} gehen hinaus: genug für ein scharfes Bild.',
  'doctor.uplink.small':
    '{{rate}} gehen hinaus: genug für Ihre Stimme und ein kleines Bild. Schließen Sie, was sonst Daten sendet, gehen Sie näher an das WLAN oder nehmen Sie ein Kabel.',
  'doctor.uplink.voice':
    'Nur {{rate}} gehen hinaus: genug für Ihre Stimme. Lassen Sie die Kamera aus, gehen Sie näher an das WLAN oder nehmen Sie ein Kabel.',
  'doctor.uplink.broken':
    'Die Verbindung brach beim Senden ab. Gehen Sie näher an das WLAN, nehmen Sie ein Kabel oder versuchen Sie es in einem anderen Netz.',

  'doctor.skipped.not-offered': 'Der Server bietet das nicht an.',
  'doctor.skipped.no-relay': 'Dieser Server verwendet kein Relay.',
  'doctor.skipped.members-only': 'Relays erfahren nur Mitglieder: Testen Sie im Meeting erneut.',
  'doctor.skipped.not-supported': 'Dieser Server kann das nicht vor dem Meeting testen.',
  'doctor.skipped.not-allowed': 'Dieser Server erlaubt diesen Test nicht.',
  'doctor.skipped.busy': 'Zurzeit testen zu viele andere. Versuchen Sie es in einer Minute erneut.',
  'doctor.skipped.no-webrtc':
    'Mit diesem Browser sind keine Meetings möglich. Verwenden Sie eine aktuelle Version von Firefox, Chrome, Edge oder Safari.',
  'doctor.skipped.no-way': 'Es kam nichts durch, worüber sich messen ließe.',
  'doctor.skipped.stopped': 'Der Test wurde vorher angehalten.',

  'doctor.verdict.good': 'Ihre Verbindung ist für ein Meeting geeignet.',
  'doctor.verdict.relay-only':
    'Ihre Verbindung ist für ein Meeting geeignet, über das Relay, das dieser Server vorschreibt.',
  'doctor.verdict.tcp': 'Das Meeting funktioniert, aber mit Verzögerungen, weil UDP blockiert ist.',
  'doctor.verdict.relay': 'Das Meeting funktioniert über ein Relay, weil die direkten Wege blockiert sind.',
  'doctor.verdict.slow':
    'Das Meeting funktioniert, aber Ihr Bild wird klein sein: Von hier geht wenig hinaus.',
  'doctor.verdict.voice': 'Ihre Stimme kommt durch, aber für Ihr Bild ist kein Platz.',
  'doctor.verdict.broken': 'Ihre Verbindung bricht ab, wenn viel gesendet wird.',
  'doctor.verdict.no-media':
    'Der Server antwortet, aber weder Ton noch Bild kommen durch. Sie würden Namen sehen, aber niemanden.',
  'doctor.verdict.no-server': 'Dieses Gerät kommt gar nicht bis zu {{host}} durch.',
  'doctor.verdict.untested':
    'Der Server antwortet. Ob Ton und Bild durchkommen, ließ sich hier nicht testen.',
  'doctor.verdict.stopped': 'Der Test wurde angehalten.',

  'doctor.report.title': 'Verbindungstest zu {{host}}',
  'doctor.report.when': 'Erstellt: {{when}}',
};
