<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** How a message says that it goes by e-mail or SMS, and how a phone number is written. */
final readonly class Delivery
{
    public function __construct(public string $value, public string $phoneFormat)
    {
    }

    /**
     * Returns those to try, the likeliest first.
     * @param list<string> $known the values that the service is known to accept
     * @return list<self>
     */
    public static function toTry(Channel $channel, Candidates $candidates, array $known): array
    {
        $deliveries = [];
        foreach ($known !== [] ? [$known[0]] : $candidates->of($channel->delivery()) as $value) {
            foreach ($channel === Channel::Sms ? ['digits', 'plus'] : ['digits'] as $format) {
                $deliveries[] = new self($value, $format);
            }
        }
        return $deliveries;
    }
}
