/** The meaning of every figure, as Taiwan says it. */
import type { MasterKey } from '../registry.ts';
import type { Told } from './type.ts';

const DUE = '應結案＝今日結案＋此刻逾期未結，故不會超過 100 %';
const AREA = '面積由邊界算得';
const NOBODY = '權責機關取來源所載；沒有載明、或機關表沒有的，計為未歸口。統計到街道一級';
const RAIN = '斷訊站不參與';

export const TOLD: Readonly<Record<MasterKey, Told>> = {
  accepted: { name: '今日受理', definition: '今日 0 時至今已受理的案件。', formula: '受理時間在今日的案件數；▲▼ 為今日通報與昨日同一時段通報之比', parts: ['今日受理', '今日通報', '昨日同時通報'], caveat: '只比相等的已過時段；基數為零時顯示 —' },
  reported: { name: '今日通報', definition: '今日 0 時至今通報的案件，不論來源與目前狀態。', formula: '通報時間在今日的案件數', parts: ['今日通報', '昨日同時通報'] },
  onTime: { name: '如期結案率', definition: '應結案件中，在時限內結案的比例。', formula: '如期結案 / 應結案', parts: ['如期結案', '今日結案', '逾期未結'], caveat: `${DUE}；沒有時限的案件結案即計如期` },
  closing: { name: '結案率', definition: '應結案件中，已經結案的比例。', formula: '結案 / 應結案', parts: ['今日結案', '逾期未結'], caveat: DUE },
  filing: { name: '立案率', definition: '受理的案件中立案的比例。', formula: '立案 / 受理', parts: ['今日立案', '今日受理'], caveat: '各階段按各自時間計數：今日立案的可能是昨日受理的' },
  overdue: { name: '逾期未結', definition: '已過時限而未結案的案件；暫緩的不計，逾期後已結的另計。', formula: '處理中且時限早於此刻的案件數', parts: ['逾期未結', '其中緊急', '今日逾期結案'], caveat: '來源未給時限的案件不會逾期' },
  duration: { name: '平均處理', definition: '今日結案的案件從通報到結案的時間，扣除暫緩時間。', formula: '處理時間之和 / 今日結案件數；另列中位數與 P90', parts: ['今日結案'], caveat: '平均精確到秒；中位數與 P90 由分段計數得出，誤差不超過 2 %' },
  passed: { name: '今日通過', definition: '今日到達該階段的案件。', formula: '該階段時間在今日的案件數', parts: ['今日通過'], caveat: '各階段按各自時間計數，後一階段可能多於前一階段' },
  waiting: { name: '現停留', definition: '此刻停在該階段、尚未結案的案件，含暫緩。', formula: '未結且目前階段為該階段的案件數', parts: ['現停留'] },
  open: { name: '處理中', definition: '尚未結案也未註銷的案件，含暫緩。', formula: '未結案件數', parts: ['處理中', '其中暫緩'] },
  urgent: { name: '緊急處理中', definition: '標為緊急的未結案件。', formula: '未結且緊急的案件數', parts: ['緊急處理中'] },
  suspended: { name: '暫緩', definition: '經核准暫緩、不計時的案件。', formula: '目前狀態為暫緩的案件數', parts: ['暫緩'], caveat: '暫緩時間不計入處理時間' },
  supervised: { name: '列管', definition: '正在列管的未結案件。', formula: '未結且列管的案件數', parts: ['列管'] },
  reworked: { name: '重辦', definition: '今日處理的案件中退回重做的次數。', formula: '重辦次數；重辦率＝重辦 / 處理', parts: ['重辦'], caveat: '按次計：一案可重辦多次，故紀錄數可少於本數' },
  class: { name: '分類通報', definition: '今日通報的案件按所選分類表歸類；一案同時屬於幾張分類表。', formula: '通報時間在今日、小類歸入該類的案件數', parts: ['今日通報'], caveat: '分類表沒有的小類計為未分類' },
  source: { name: '來源通報', definition: '今日通報的案件按來源。', formula: '通報時間在今日、來自該來源的案件數', parts: ['該來源', '今日通報'] },
  department: { name: '機關處理中', definition: '由該機關負責、尚未結案也未註銷的案件，含暫緩。', formula: '權責機關為該機關的未結案件數', parts: ['處理中', '其中逾期'], caveat: NOBODY },
  departmentOverdue: { name: '機關逾期', definition: '由該機關負責、已過時限而未結案的案件；暫緩的不計。', formula: '權責機關為該機關、時限早於此刻的處理中案件數', parts: ['逾期', '處理中'], caveat: NOBODY },
  departmentRate: { name: '機關逾期率', definition: '該機關處理中案件中逾期的比例。', formula: '機關逾期 / 機關處理中', caveat: `▲ 明顯落後：逾期率超過本級各機關合計的 1.5 倍，且逾期不少於 3 件。${NOBODY}` },
  departmentClosed: { name: '機關今日結案', definition: '今日結案、由該機關負責的案件。', formula: '結案時間在今日、權責機關為該機關的案件數', parts: ['今日結案', '此刻逾期'], caveat: NOBODY },
  perResidents: { name: '萬人發案率', definition: '每萬常住人口今日通報的案件。', formula: '今日通報 / 常住人口 × 10 000', parts: ['今日通報'], caveat: '人口取轄區檔案所載；沒有人口的轄區顯示 —' },
  trendReported: { name: '24 小時通報', definition: '近 24 小時每時段通報的案件。', formula: '通報時間在該時段的案件數；圖例為各時段之和' },
  trendClosed: { name: '24 小時結案', definition: '近 24 小時每時段結案的案件。', formula: '結案時間在該時段的案件數；圖例為各時段之和' },
  reportedPerArea: { name: '今日通報密度', definition: '每平方公里今日通報的案件。', formula: '今日通報 / 轄區面積', parts: ['今日通報'], caveat: AREA },
  openPerArea: { name: '處理中密度', definition: '每平方公里處理中的案件。', formula: '處理中 / 轄區面積', parts: ['處理中'], caveat: AREA },
  heat: { name: '案件密度', definition: '近 24 小時通報的案件在各處的疏密。', formula: '核內案件數 / 核面積：以公尺為單位的定寬核，各級比例尺同色同密度', caveat: '沒有座標的案件不在熱區中；情境可只取一類' },
  video: { name: '影像連線率', definition: '納管影像點位中連線的比例；平台、目錄分組不是點位。', formula: '連線 / 納管', parts: ['連線', '離線'] },
  videoOff: { name: '影像離線', definition: '目錄中狀態為離線的點位。', formula: '納管 − 連線', parts: ['離線', '納管'] },
  duty: { name: '網格值勤率', definition: '此刻應值勤的網格員中值勤（含巡查、處理）的比例。', formula: '值勤 / 應值勤', parts: ['在冊'], caveat: '久無位置回報按離線計；應值勤由名冊給出' },
  staff: { name: '網格人力密度', definition: '每平方公里應值勤且值勤的網格員。', formula: '值勤 / 轄區面積', parts: ['值勤', '應值勤'], caveat: AREA },
  role: { name: '網格人力', definition: '該類網格員此刻值勤、巡查、處理的人數與在冊人數。', formula: '值勤＋巡查＋處理 / 在冊', parts: ['值勤', '巡查', '處理', '在冊'], caveat: '不回報位置的職務只列在冊' },
  onDuty: { name: '值勤人數', definition: '此刻值勤、巡查、處理的網格員，不論名冊是否應值勤。', formula: '值勤＋巡查＋處理', parts: ['值勤', '巡查', '處理', '在冊'], caveat: '久無位置回報按離線計' },
  dutyState: { name: '值勤狀態', definition: '此刻處於該狀態的網格員，不論職務。', formula: '該狀態人數', parts: ['人數', '在冊'] },
  stations: { name: '水情測站', definition: '本級水文與淹水測站、超過設防以上限值的測站和斷訊測站。', formula: '超限＝設防＋警戒＋保證', parts: ['設防', '警戒', '保證', '斷訊', '總數'], caveat: '超過規定時間沒有讀數即斷訊，不作正常計' },
  level: { name: '測站讀數', definition: '該站最近一次讀數；淹水以公分、其餘以公尺計。', formula: '讀數與警戒（水庫為當日汛限）、保證之差；到警戒時間＝差 / 近一小時漲速', caveat: '時間是按現漲速的推算，不是預報' },
  rain: { name: '最大雨量', definition: '本級雨量站中最近一小時雨量最大者。', formula: '各站一小時雨量的最大值', caveat: RAIN },
  water: { name: '站類狀態', definition: '該類測站中處於該狀態的數目。', formula: '按最近讀數與各自限值判定', parts: ['站數'] },
  waterTotal: { name: '站類總數', definition: '該類測站總數，含正常與斷訊。', formula: '各狀態之和', parts: ['正常', '斷訊'] },
  rainField: { name: '雨量場', definition: '全市雨量站近 24 小時雨量在站間的內插，僅供示意，並非實測。', formula: '各處＝10 公里內各站雨量按距離反比加權的平均；按 0.1/10/25/50/100/250 毫米分級', caveat: '10 公里內無站處不著色；斷訊站不參與' },
  trendRain: { name: '24 小時雨量', definition: '近 24 小時雨量站的平均雨量。', formula: '各時段雨量站平均；圖例為 24 小時之和', caveat: RAIN },
  trendLevel: { name: '24 小時水位', definition: '最接近限值的測站的水位過程。', formula: '各時段最後一次讀數', caveat: '圖例寫明是哪一站' },
  weather: { name: '天氣', definition: '由全市雨量站讀數定級，不是預報。', formula: '各站 24 小時雨量平均按 0.1/10/25/50/100/250 公釐分級', caveat: RAIN },
  alerts: { name: '有效警報', definition: '已發布、未解除、未過期，且涉及本級的警報。', formula: '此刻有效的警報則數', parts: ['本級所屬'], caveat: '上級轄區的警報也列出；警報顏色與應變等級是兩回事' },
  feeds: { name: '資料來源', definition: '已介接的資料來源中，按時且正常的路數。', formula: '正常 / 已介接', caveat: '資料時效＝此刻 − 來源自己的資料時間，不是收到的時間' },
  feed: { name: '資料時效', definition: '該資料來源的資料已到來源的哪一時刻。', formula: '此刻 − 來源的資料時間', caveat: '完整＝已入庫且落位 / 應有' },
  rejects: { name: '退回紀錄', definition: '來源送來而不能用的紀錄，按來源與原因計數。', formula: '自介接以來的累計筆數', caveat: '退回的紀錄不在任何指標之內；原樣保留備查' },
  tiles: { name: '電視牆拼接', definition: '本牆各拼接塊的瀏覽器是否在線、何時最後出畫、是哪個版本。', formula: '在線塊數 / 全部塊數；10 秒沒有回報為失聯', caveat: '末格為瀏覽器最後一次出畫；版本應與伺服端一致' },
  lag: { name: '即時', definition: '畫面比伺服器最快一次心跳晚多少。', formula: '本次心跳延遲 − 近一分鐘最小延遲', caveat: '三秒沒有心跳即報連線中斷' },
};
