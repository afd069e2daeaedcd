<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use Closure;
use CotpCli\UserError;

/** Receives callbacks on a local port while the probe waits, and finds the names in their bodies by the values. */
final class CallbackListener
{
    private const LONGEST_REQUEST = 65536;

    /** @var resource */
    private $server;
    /** @var list<array{resource, string}> connections and what they sent so far */
    private array $connections = [];
    /** @var array<string, true> statuses in lower case */
    private array $seen = [];

    /**
     * @param Closure(): list<string> $requestIds returns the ids of the requests of this run: other callbacks prove nothing
     * @throws UserError when the port cannot be opened
     */
    public function __construct(string $listen, private readonly Findings $findings, private readonly Candidates $candidates, private readonly Closure $requestIds)
    {
        $server = @stream_socket_server("tcp://$listen", $code, $error);
        if ($server === false) {
            throw new UserError("The probe cannot listen on $listen for callbacks: $error. Use --callback-listen ADDRESS:PORT.");
        }
        stream_set_blocking($server, false);
        $this->server = $server;
    }

    /** Returns the address and the port on which callbacks are received. */
    public function address(): string
    {
        return (string) stream_socket_get_name($this->server, false);
    }

    /** Returns the local address for a callback URL on this machine, or null. */
    public static function addressFor(string $callbackUrl): ?string
    {
        $parts = parse_url($callbackUrl);
        $host = is_array($parts) ? strtolower($parts['host'] ?? '') : '';
        if (!is_array($parts) || !preg_match('/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/D', $host)) {
            return null;
        }
        return ($host === 'localhost' ? '127.0.0.1' : $host) . ':' . ($parts['port'] ?? 80);
    }

    public function hasSeen(string $status): bool
    {
        return isset($this->seen[strtolower($status)]);
    }

    /** @return list<string> what to show of the callbacks that arrived since the last time */
    public function collect(): array
    {
        while (($connection = @stream_socket_accept($this->server, 0)) !== false) {
            stream_set_blocking($connection, false);
            $this->connections[] = [$connection, ''];
        }
        $lines = [];
        $open = [];
        foreach ($this->connections as [$connection, $bytes]) {
            $bytes .= (string) fread($connection, self::LONGEST_REQUEST);
            $body = self::bodyOf($bytes);
            if ($body !== null) {
                fwrite($connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                $lines[] = $this->read($body);
            }
            if ($body !== null || feof($connection) || strlen($bytes) > self::LONGEST_REQUEST) {
                fclose($connection);
            } else {
                $open[] = [$connection, $bytes];
            }
        }
        $this->connections = $open;
        return $lines;
    }

    /** Returns null as long as the request is incomplete. */
    private static function bodyOf(string $bytes): ?string
    {
        $end = strpos($bytes, "\r\n\r\n");
        if ($end === false) {
            return null;
        }
        $length = preg_match('/^content-length:\s*(\d{1,6})\s*$/mi', substr($bytes, 0, $end + 2), $match) ? (int) $match[1] : 0;
        return strlen($bytes) >= $end + 4 + $length ? substr($bytes, $end + 4, $length) : null;
    }

    private function read(string $body): string
    {
        $decoded = json_decode($body, true, 16);
        if (!is_array($decoded)) {
            return 'A callback arrived, but its body is not a JSON object.';
        }
        $echoed = new Echoed($decoded);
        $ids = array_map(strtolower(...), ($this->requestIds)());
        $named = $echoed->namesWith(static fn (mixed $value): bool => is_string($value) && in_array(strtolower($value), $ids, true));
        if ($named === []) {
            return 'A callback was ignored: it does not contain the id of a request of this run.';
        }
        $names = [
            'callback.status' => $echoed->namesWith(StateReader::isStatus(...)),
            'callback.time' => array_values(array_filter($echoed->namesWith(StateReader::isTime(...)), fn (string $name): bool => $this->candidates->contains('callback.time', $name))),
            'callback.requestId' => $named,
        ];
        foreach ($names as $key => $found) {
            count($found) === 1 && $this->findings->confirm($key, $found[0], 'A callback has such a value under this name.');
        }
        $status = count($names['callback.status']) === 1 ? $echoed->text($names['callback.status'][0]) : '';
        $this->seen[strtolower($status)] = true;
        return 'Callback: ' . ($status !== '' ? $status : 'its status was not recognized');
    }
}
