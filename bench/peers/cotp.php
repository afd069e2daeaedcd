<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

final class CotpPeer extends Peer
{
    private readonly CotpRequest $cotp;

    public function __construct(string $base, ?string $caFile, ?string $socket)
    {
        $more = $socket === null ? [] : ['socket' => $socket];
        $this->cotp = new CotpRequest(self::KEY, $base, ...['timeout' => self::SECONDS, 'connectTimeout' => self::SECONDS, 'caFile' => $caFile] + $more);
    }

    public function retrieve(string $id): string
    {
        return $this->cotp->retrieve($id)->rawStatus;
    }

    public function retrieveMany(array $ids, int $concurrency): int
    {
        $good = 0;
        foreach ($this->cotp->retrieveMany($ids, $concurrency) as $state) {
            $good += (int) ($state instanceof CotpState && $state->status === CotpStatus::CardStored);
        }
        return $good;
    }

    public function sendMany(int $count, int $concurrency): int
    {
        $form = new CotpForm(bookerId: self::FORM['BookerId'], email: self::FORM['RecipientEmail'], callbackUrl: self::FORM['CallbackUrl']);
        return count(array_filter($this->cotp->sendMany(array_fill(0, $count, $form), $concurrency), is_string(...)));
    }
}
