<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\UserError;

/** The only person who may receive a message. */
final readonly class Tester
{
    private function __construct(public Channel $channel, #[\SensitiveParameter] public string $address)
    {
    }

    /** @throws UserError when not exactly one of the two is given, or it is invalid */
    public static function from(#[\SensitiveParameter] ?string $email, #[\SensitiveParameter] ?string $phone): self
    {
        if (($email === null) === ($phone === null)) {
            throw new UserError('Give exactly one of --email and --phone: your own address or number, because a message will be sent to it.');
        }
        if ($email !== null) {
            return filter_var($email, FILTER_VALIDATE_EMAIL, FILTER_FLAG_EMAIL_UNICODE) !== false
                ? new self(Channel::Email, $email)
                : throw new UserError('--email must be an e-mail address such as you@example.com.');
        }
        $compact = (string) preg_replace(['/[ ().\/-]/', '/^00/'], ['', '+'], (string) $phone);
        if (str_contains((string) $phone, '(0)') || !preg_match('/^\+[1-9]\d{6,14}$/D', $compact)) {
            throw new UserError('--phone must be your own number with its country code, such as +34600111222.');
        }
        return new self(Channel::Sms, $compact);
    }

    /** Returns the address as the service gets it. */
    public function asSent(string $phoneFormat = 'digits'): string
    {
        return $this->channel === Channel::Sms && $phoneFormat === 'digits' ? ltrim($this->address, '+') : $this->address;
    }

    /** Whether the text is the tester's own address or number, in any spelling. */
    public function is(string $text): bool
    {
        if ($this->channel === Channel::Email) {
            return strcasecmp(trim($text), $this->address) === 0;
        }
        return (string) preg_replace('/^00|\D/', '', trim($text)) === ltrim($this->address, '+');
    }

    /** Returns the address with its middle hidden, for the screen. */
    public function masked(): string
    {
        if ($this->channel === Channel::Email) {
            [$name, $host] = explode('@', $this->address, 2) + [1 => ''];
            return mb_substr($name, 0, 1) . "***@$host";
        }
        return substr($this->address, 0, 3) . '***' . substr($this->address, -2);
    }
}
