<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** One direction of one connection as it came over the wire, and which phase of the attempt each byte belongs to. */
final class Wire
{
    private const HANDSHAKE = 'TLS handshake';
    private const RECORD_HEADER = 5;
    private const RECORD_OVERHEAD = 17;     // of TLS 1.3: the content's type and the tag
    private const TAIL = 'after the last byte';

    /** @var list<array{string, int, bool}> of what TLS protects: phase, bytes, and whether a message ends there */
    private readonly array $parts;

    /** @param 'up'|'down' $way */
    public function __construct(
        private readonly string $transport,
        private readonly string $way,
        private readonly string $bytes,
        private readonly string $plaintext,
        private readonly int $attempts,
    ) {
        $this->parts = $transport === 'h2' ? $this->http2Parts() : $this->http1Parts();
    }

    /**
     * Returns, for an undisturbed connection, how many records came before the plaintext. It may have been closed
     * after the bytes were recorded, so that they match the plaintext only up to the end of one part.
     */
    public function handshakeRecords(): int
    {
        $ends = [];
        foreach ($this->parts as [, $length]) {
            $ends[] = (end($ends) ?: 0) + $length;
        }
        $records = $this->records();
        $most = [0, count($records)];
        $held = 0;
        foreach (array_reverse($records, true) as $index => $length) {
            $held += $length - self::RECORD_OVERHEAD;
            $most = in_array($held, $ends, true) ? [$held, $index] : $most;
        }
        return $most[0] > 0 ? $most[1] : throw new LogicException('the records do not hold the plaintext');
    }

    /** Whether it contains more than the handshake, that is, part of a request if the client wrote it. */
    public function isBeyond(int $handshakeRecords): bool
    {
        return $this->transport === 'plain' ? $this->bytes !== '' : count($this->records()) > $handshakeRecords;
    }

    /** Returns the number of complete requests or responses before an offset from the start of the connection. */
    public function messagesBefore(int $offset, int $handshakeRecords): int
    {
        $left = $this->transport === 'plain' ? $offset : $this->plaintextBefore($offset, $handshakeRecords);
        $messages = 0;
        foreach ($this->parts as [, $length, $isEnd]) {
            $left -= $length;
            $messages += (int) ($isEnd && $left >= 0);
        }
        return $messages;
    }

    /** A cut record cannot be read at all. */
    private function plaintextBefore(int $offset, int $handshakeRecords): int
    {
        $plain = 0;
        foreach ($this->records() as $index => $length) {
            $offset -= self::RECORD_HEADER + $length;
            $plain += $index >= $handshakeRecords && $offset >= 0 ? $length - self::RECORD_OVERHEAD : 0;
        }
        return $plain;
    }

    /** Returns the phase of the byte at an offset from the start of the connection. */
    public function phase(int $offset, int $handshakeRecords): string
    {
        if ($this->transport === 'plain') {
            return $this->phaseOfPlain($offset);
        }
        $plain = 0;
        foreach ($this->records() as $index => $length) {
            if ($offset < self::RECORD_HEADER + $length) {
                return $index < $handshakeRecords ? self::HANDSHAKE : $this->phaseOfPlain($plain + $this->within($offset, $length));
            }
            $offset -= self::RECORD_HEADER + $length;
            $plain += $index < $handshakeRecords ? 0 : $length - self::RECORD_OVERHEAD;
        }
        return count($this->records()) < $handshakeRecords ? self::HANDSHAKE : $this->phaseOfPlain($plain + $offset);
    }

    /** The header and tag of a record belong to its content. */
    private function within(int $offset, int $length): int
    {
        return max(0, min($offset - self::RECORD_HEADER, $length - self::RECORD_OVERHEAD - 1));
    }

    private function phaseOfPlain(int $offset): string
    {
        $last = null;
        foreach ($this->parts as [$phase, $length]) {
            if ($offset < $length) {
                return $phase;
            }
            $offset -= $length;
            $last = $phase;
        }
        return $this->phaseAfter($last);
    }

    /** Returns the phase that would have come next, because the connection ended before it. */
    private function phaseAfter(?string $last): string
    {
        $headers = $this->name('headers');
        $heads = count(array_keys(array_column($this->parts, 0), $headers, true));
        return match (true) {
            $last === null && $this->transport === 'h2' => 'HTTP/2 control',
            $heads < $this->attempts => $headers,
            $last === $headers => $this->name('body'),
            default => self::TAIL,
        };
    }

    private function name(string $part): string
    {
        return ($this->way === 'up' ? 'request ' : 'response ') . $part;
    }

    /** @return list<int> the length of each record, its header not counted; the last one may not be whole */
    private function records(): array
    {
        $lengths = [];
        for ($at = 0; $at + self::RECORD_HEADER <= strlen($this->bytes); $at += self::RECORD_HEADER + end($lengths)) {
            $lengths[] = unpack('n', $this->bytes, $at + 3)[1];
        }
        return $lengths;
    }

    /** @return list<array{string, int, bool}> */
    private function http1Parts(): array
    {
        $parts = [];
        for ($at = 0; $at < strlen($this->plaintext); $at += $parts[count($parts) - 2][1] + end($parts)[1]) {
            $end = strpos($this->plaintext, "\r\n\r\n", $at);
            $head = $end === false ? strlen($this->plaintext) - $at : $end + 4 - $at;
            $isFramed = preg_match('~\ncontent-length: *(\d{1,6})\r~i', substr($this->plaintext, $at, $head), $length);
            array_push($parts, [$this->name('headers'), $head, false], [$this->name('body'), $isFramed ? (int) $length[1] : 0, $end !== false]);
        }
        return $parts;
    }

    /** @return list<array{string, int, bool}> */
    private function http2Parts(): array
    {
        $preface = $this->way === 'up' && $this->plaintext !== '' ? strlen("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") : 0;
        $parts = $preface ? [['HTTP/2 control', $preface, false]] : [];
        for ($at = $preface; $at + 9 <= strlen($this->plaintext); $at += end($parts)[1]) {
            $length = unpack('N', "\0" . substr($this->plaintext, $at, 3))[1];
            $phase = match (ord($this->plaintext[$at + 3])) {
                H2_DATA => $length > 0 ? $this->name('body') : self::TAIL,
                H2_HEADERS, H2_CONTINUATION => $this->name('headers'),
                default => 'HTTP/2 control',
            };
            // The bodies of the peer are one frame of a known length, so the end of the stream has no information.
            $parts[] = [$phase, 9 + $length, $phase === $this->name('body')];
        }
        return $parts;
    }
}
