<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The texts of an e-mail, an SMS or a form, with the documented placeholders replaced. The pages add the link. */
final class Message
{
    /** @param array<string, mixed> $fields */
    public function __construct(private string $kind, private array $fields)
    {
    }

    public function subject(): string
    {
        return $this->kind === 'card' ? 'Please enter your card details' : "Please enter your card's security code";
    }

    public function text(): string
    {
        $recipient = $this->field('RecipientName');
        $booker = $this->field('BookerName') ?: 'Your booking agent';
        $lines = [
            $recipient === '' ? 'Hello,' : "Hello $recipient,",
            $this->header(),
            $this->kind === 'card'
                ? "$booker asks you to enter your card details on this page:"
                : "$booker asks you to enter the security code of your stored card on this page:",
            $this->footer(),
        ];
        return implode("\n", array_filter($lines, static fn (string $line): bool => $line !== ''));
    }

    public function header(): string
    {
        return $this->filled('HeaderText');
    }

    public function footer(): string
    {
        return $this->filled('FooterText');
    }

    private function filled(string $name): string
    {
        return strtr($this->field($name), [
            '$~booker_name~$' => $this->field('BookerName'),
            '$~recipient_name~$' => $this->field('RecipientName'),
            '$~cs_phone~$' => $this->field('CustomerSupportPhone'),
            '$~cs_email~$' => $this->field('CustomerSupportEmail'),
            '$~cs_link~$' => $this->field('CustomerSupportLink'),
            '$~amount~$' => trim($this->field('Amount') . ' ' . $this->field('Currency')),
        ]);
    }

    private function field(string $name): string
    {
        return Json::text($this->fields[$name] ?? null);
    }
}
