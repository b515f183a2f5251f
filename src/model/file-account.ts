/** Which files a run looked at, and why; what it left out, and why. Names are those of reports. */
export interface FileAccount {
  /** Files that name the SDK. */
  readonly relevant: readonly string[];
  /** Files that a flow leads to. */
  readonly onFlows: readonly string[];
  readonly leftOut: readonly { readonly file: string; readonly why: string }[];
  /** Source files that neither name the SDK nor lie on a flow. */
  readonly others: number;
}
