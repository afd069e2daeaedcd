<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/**
 * One fault of the campaign, and its name, by which it can be run alone:
 *
 *   TRANSPORT/CONNECTION/up|down|refusal/OFFSET/KIND[/always]   at a byte of the attempt, from its beginning
 *   TRANSPORT/CONNECTION/connect|idle|frame/NAME                see Scene
 *
 * The connection that the faulty call finds is "fresh" (none) or "kept" (one call went well on it). A fault at a byte affects
 * the first connection that comes to this byte; "always", every one. "refusal" is the way down if the service refuses the faulty call.
 */
final readonly class Fault
{
    public const TRANSPORTS = ['plain', 'tls', 'h2'];
    public const KINDS = ['cut', 'reset', 'stall', 'corrupt', 'duplicate'];

    public function __construct(
        public string $transport,
        public string $connection,
        public string $where,
        public string $kind,
        public int $at = 0,
        public bool $always = false,
    ) {
    }

    public static function parse(string $name): self
    {
        $connection = '(plain|tls|h2)/(fresh|kept)';
        if (preg_match("~^$connection/(up|down|refusal)/(\d+)/(cut|reset|stall|corrupt|duplicate)(/always)?$~", $name, $part)) {
            return new self($part[1], $part[2], $part[3], $part[5], (int) $part[4], isset($part[6]));
        }
        if (preg_match("~^$connection/(connect|idle|frame)/([a-z0-9-]+)$~", $name, $part)) {
            return new self($part[1], $part[2], $part[3], $part[4]);
        }
        throw new InvalidArgumentException("$name: no fault is named so");
    }

    public function isAtByte(): bool
    {
        return in_array($this->where, ['up', 'down', 'refusal'], true);
    }

    /** @return 'up'|'down' of a fault at a byte */
    public function way(): string
    {
        return $this->where === 'up' ? 'up' : 'down';
    }

    /** Whether the client cannot notice that it did not get the bytes that were sent. */
    public function isUnseenByClient(): bool
    {
        return $this->transport === 'plain' && in_array($this->kind, ['corrupt', 'duplicate'], true);
    }

    public function __toString(): string
    {
        return "$this->transport/$this->connection/$this->where/" . ($this->isAtByte() ? "$this->at/" : '') . $this->kind . ($this->always ? '/always' : '');
    }
}
