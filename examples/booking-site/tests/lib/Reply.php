<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use RuntimeException;

/** An HTTP response. */
final class Reply
{
    public function __construct(public readonly int $status, public readonly string $head, public readonly string $body)
    {
    }

    /** Checks what the caller takes for granted. */
    public function require(int $status, string $what): self
    {
        return $this->status === $status ? $this : throw new RuntimeException("$what: the response is $this->status instead of $status: $this->body");
    }

    public function header(string $name): string
    {
        return preg_match('/^' . preg_quote($name, '/') . ': *(.*?)\r?$/mi', $this->head, $match) ? $match[1] : '';
    }

    /** Returns everything that a client can see except the date. */
    public function appearance(): string
    {
        return preg_replace('/^Date: .*\r\n/m', '', $this->head) . $this->body;
    }

    public function json(): mixed
    {
        return json_decode($this->body, true);
    }
}
