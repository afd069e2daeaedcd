<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** The faults that do not belong to a byte: at connect, on a kept connection between two requests, and in HTTP/2 frames. */
final class Scene
{
    public const CONNECT = ['refuse', 'silent', 'cut', 'reset', 'stall'];
    private const ENDS = ['close', 'reset', 'half-close'];
    private const CODES = ['none' => 0, 'protocol' => 1, 'internal' => 2, 'refused' => 7, 'cancel' => 8, 'calm' => 11, 'http11' => 13];
    private const LAST_STREAMS = ['zero' => 0, 'before' => null, 'this' => 3, 'all' => 0x7fffffff];
    private const MOMENTS = ['head', 'byte', 'whole'];
    private const LATE_MOMENTS = ['responsehead', 'responsebody', 'response'];

    /** @return list<string> */
    public static function idle(string $transport): array
    {
        return [...self::ENDS, ...array_keys($transport === 'h2' ? self::unaskedFrames() : self::unaskedText())];
    }

    /** @return list<string> */
    public static function frames(): array
    {
        $names = [];
        foreach ([...self::MOMENTS, ...self::LATE_MOMENTS] as $moment) {
            foreach (array_keys(self::CODES) as $code) {
                $names[] = "reset-$moment-$code";
            }
        }
        foreach (self::MOMENTS as $moment) {
            foreach (array_keys(self::LAST_STREAMS) as $last) {
                foreach (['none', 'internal', 'calm'] as $code) {
                    array_push($names, "goaway-$moment-$code-$last-close", "goaway-$moment-$code-$last-stall");
                }
            }
        }
        return $names;
    }

    /** Applies the named fault to the idle connection. */
    public static function disturb(string $name, string $transport, Peer $peer, Proxy $proxy): void
    {
        if (in_array($name, self::ENDS, true)) {
            $proxy->end($name);
            return;
        }
        $connections = $peer->connections();
        $peer->sendBytes(array_key_last($connections), ($transport === 'h2' ? self::unaskedFrames() : self::unaskedText())[$name]);
        $proxy->passOn();
        if (str_ends_with($name, '-close')) {
            $peer->endConnection(array_key_last($connections));
            $proxy->passOn();
        }
    }

    /** Returns the action of the peer for the request. */
    public static function action(string $name, array $response): array
    {
        [$what, $moment, $code, $last, $then] = explode('-', $name) + [3 => 'before', 'close'];
        $code = self::CODES[$code];
        if (in_array($moment, self::LATE_MOMENTS, true)) {
            $cut = ['responsehead' => Peer::cut($response, 0), 'responsebody' => Peer::cut($response, 5), 'response' => $response][$moment];
            return Peer::end($cut, 'refuse', $code);
        }
        $action = $what === 'reset' ? Peer::refuse($code) : Peer::end(Peer::goAway($code, self::LAST_STREAMS[$last]), $then);
        return ['head' => Peer::early('head', $action), 'byte' => Peer::early(1, $action), 'whole' => $action][$moment];
    }

    /** Whether the frame promises (RFC 9113, 6.8 and 8.7) that the request was not processed. */
    public static function refuses(string $name): bool
    {
        return (bool) preg_match('~^reset-(' . implode('|', self::MOMENTS) . ')-refused$|^goaway-.*-(zero|before)-~', $name);
    }

    /** Whether the request gets a complete response before the frame. */
    public static function hasResponse(string $name): bool
    {
        return str_starts_with($name, 'reset-response-');
    }

    /** @return array<string, string> HTTP/1.1 that comes before it was asked for */
    private static function unaskedText(): array
    {
        $timeout = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        $second = "HTTP/1.1 201 Scripted\r\nLocation: /api/cardrequest/not-this-one\r\nContent-Length: 0\r\n\r\n";
        return ['timeout' => $timeout, 'timeout-close' => $timeout, 'response' => $second, 'response-close' => $second,
            'part' => substr($second, 0, 40), 'part-close' => substr($second, 0, 40), 'continue' => "HTTP/1.1 100 Continue\r\n\r\n",
            'byte' => 'H', 'garbage' => "\0\xff\x16\x03", 'garbage-close' => "\0\xff\x16\x03"];
    }

    /** @return array<string, string> HTTP/2 frames; the connection has seen stream 1 */
    private static function unaskedFrames(): array
    {
        $frame = fn (int $type, int $flags, int $stream, string $payload): string
            => substr(pack('N', strlen($payload)), 1) . chr($type) . chr($flags) . pack('N', $stream) . $payload;
        $goAway = fn (int $last, int $code): string => $frame(H2_GOAWAY, 0, 0, pack('NN', $last, $code));
        return ['goaway' => $goAway(1, 0), 'goaway-close' => $goAway(1, 0), 'goaway-zero' => $goAway(0, 0), 'goaway-error' => $goAway(1, 2),
            'goaway-error-close' => $goAway(1, 2), 'goaway-all' => $goAway(0x7fffffff, 0), 'ping' => $frame(H2_PING, 0, 0, '12345678'),
            'no-streams' => $frame(H2_SETTINGS, 0, 0, pack('nN', 3, 0)), 'no-window' => $frame(H2_SETTINGS, 0, 0, pack('nN', 4, 0)),
            'reset-old' => $frame(H2_RST_STREAM, 0, 1, pack('N', 8)), 'reset-next' => $frame(H2_RST_STREAM, 0, 3, pack('N', 7)),
            'part' => "\0\0\x08\x07\0", 'part-close' => "\0\0\x08\x07\0", 'garbage' => str_repeat("\xff", 20)];
    }
}
