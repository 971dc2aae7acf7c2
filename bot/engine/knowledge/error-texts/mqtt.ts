import type { ErrorText } from './error-text.ts';

/**
 * What clients of MQTT brokers print. Source: MQTT 3.1.1, 3.2.2.3 (return codes 4 and 5 of CONNACK) and MQTT 5, 3.2.2.2 (0x86,
 * 0x87); Eclipse Paho's `MqttException` and Python client, MQTT.js. Brokers write of each device with wrong credentials: that
 * is no fault of theirs.
 */
export const MQTT: readonly ErrorText[] = [
  {
    id: 'mqtt-refused',
    pattern: String.raw`Connection refused: (?:bad user ?name or password|not authori[sz]ed)|Connection Refused: Not authori[sz]ed|MqttSecurityException|Bad User ?Name or Password \(1?3?4\)|CONNACK[^\n]{0,60}(?:bad_user_?name_or_password|not_authori[sz]ed)|Not authorized to connect \(5\)`,
    example: 'mqtt: connect to broker failed: Connection Refused: not authorised.',
    nearMiss: 'New client connected from 10.1.0.4:41822 as till (p2, c1, k60).',
    meaning: 'is refused by its broker with the credentials it uses',
    cause: 'database_credentials_invalid',
    blamed: 'writer',
    strength: 0.75,
    recurs: 2,
    fresh: true,
  },
];
